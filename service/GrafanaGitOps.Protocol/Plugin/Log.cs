using System.Net;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

internal static partial class Log
{
    [LoggerMessage(EventId = 201, Level = LogLevel.Error, Message = "{Subject} failed; Grafana was told error id {ErrorId}")]
    public static partial void Failed(ILogger logger, Exception exception, string subject, string errorId);

    [LoggerMessage(EventId = 202, Level = LogLevel.Debug, Message = "{Subject} was answered with status {Status}: {Reason}")]
    public static partial void Refused(ILogger logger, Exception? exception, string subject, int status, string reason);

    [LoggerMessage(EventId = 203, Level = LogLevel.Warning, Message = "A call without the companion's token was refused: {Method} from {Peer}")]
    public static partial void TokenRefused(ILogger logger, string method, string peer);

    [LoggerMessage(EventId = 204, Level = LogLevel.Information, Message = "Serving the plugin protocol on {Address}")]
    public static partial void Serving(ILogger logger, EndPoint address);

    [LoggerMessage(EventId = 205, Level = LogLevel.Information, Message = "Grafana asked to shut down: {Outcome}")]
    public static partial void ShutdownAsked(ILogger logger, string outcome);

    [LoggerMessage(EventId = 206, Level = LogLevel.Debug, Message = "The plugin protocol on {Address} has ended")]
    public static partial void Stopped(ILogger logger, EndPoint address);
}
