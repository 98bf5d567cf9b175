using System.Net;

namespace GrafanaGitOps.Service.Http;

internal static partial class Log
{
    // Not louder: anybody who reaches the port can cause it. The metric gitops_inbox_deliveries_total tells of it.
    [LoggerMessage(EventId = 1520, Level = LogLevel.Debug, Message = "{Path} from {Address} was refused with {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, string? path, IPAddress? address, int status, string reason);
}
