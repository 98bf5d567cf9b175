using System.Net;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

internal static partial class Log
{
    [LoggerMessage(EventId = 101, Level = LogLevel.Error, Message = "{Subject} failed; Grafana was told error id {ErrorId}")]
    public static partial void Failed(ILogger logger, Exception exception, string subject, string errorId);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "{Subject} was answered with status {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, Exception? exception, string subject, int status, string reason);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "A call without the companion's token was refused: {Method} from {Peer}")]
    public static partial void TokenRefused(ILogger logger, string method, string peer);

    [LoggerMessage(EventId = 104, Level = LogLevel.Information, Message = "Serving the plugin protocol on {Address}")]
    public static partial void Serving(ILogger logger, EndPoint address);

    [LoggerMessage(EventId = 105, Level = LogLevel.Information, Message = "Grafana asked to shut down: {Outcome}")]
    public static partial void ShutdownAsked(ILogger logger, string outcome);

    [LoggerMessage(EventId = 106, Level = LogLevel.Debug, Message = "The plugin protocol on {Address} has ended")]
    public static partial void Stopped(ILogger logger, EndPoint address);
}
