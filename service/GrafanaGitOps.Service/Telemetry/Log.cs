namespace GrafanaGitOps.Service.Telemetry;

internal static partial class Log
{
    [LoggerMessage(EventId = 701, Level = LogLevel.Warning, Message = "The store did not give its figures; metrics of repositories stay as they were")]
    public static partial void StoreNotRead(ILogger logger, Exception exception);
}
