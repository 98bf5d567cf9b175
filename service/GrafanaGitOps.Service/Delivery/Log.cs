namespace GrafanaGitOps.Service.Delivery;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 501, Level = LogLevel.Information,
        Message = "Looked at {Applications} applications in {Duration}: {Full} in full, {Advanced} whose branch moved on.")]
    public static partial void Evaluated(ILogger logger, int applications, int full, int advanced, TimeSpan duration);

    [LoggerMessage(EventId = 502, Level = LogLevel.Error, Message = "{Application}: its commits could not be found; it is tried again.")]
    public static partial void ApplicationFailed(ILogger logger, Exception exception, string application);

    [LoggerMessage(EventId = 503, Level = LogLevel.Error, Message = "Commits could not be matched with applications; it is tried again.")]
    public static partial void PassFailed(ILogger logger, Exception exception);

    [LoggerMessage(
        EventId = 504, Level = LogLevel.Warning,
        Message = "{Repository}: files of its commits cannot be read, so only the folders of sources count. {Reason}")]
    public static partial void PathsNotRead(ILogger logger, string repository, string reason);

    [LoggerMessage(EventId = 505, Level = LogLevel.Debug, Message = "Found the commits of {Deployments} deployments in {Duration}.")]
    public static partial void Explained(ILogger logger, int deployments, TimeSpan duration);

    [LoggerMessage(
        EventId = 506, Level = LogLevel.Error,
        Message = "The commits of the deployment in sync event {Event} could not be found; it is tried again after the next fetch.")]
    public static partial void DeploymentFailed(ILogger logger, Exception exception, long @event);
}
