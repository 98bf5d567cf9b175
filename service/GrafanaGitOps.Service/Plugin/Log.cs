namespace GrafanaGitOps.Service.Plugin;

internal static partial class Log
{
    [LoggerMessage(EventId = 601, Level = LogLevel.Critical, Message = "The plugin cannot start: {Reason}")]
    public static partial void CannotStart(ILogger logger, string reason);

    [LoggerMessage(EventId = 602, Level = LogLevel.Critical, Message = "The plugin ends because of an error")]
    public static partial void Ended(ILogger logger, Exception exception);
}
