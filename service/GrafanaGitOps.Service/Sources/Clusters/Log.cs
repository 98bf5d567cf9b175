namespace GrafanaGitOps.Service.Sources.Clusters;

internal static partial class Log
{
    [LoggerMessage(EventId = 424, Level = LogLevel.Warning, Message = "{Error} Next try in {Pause}.")]
    public static partial void NotConfigured(ILogger logger, string error, TimeSpan pause);

    [LoggerMessage(
        EventId = 425,
        Level = LogLevel.Error,
        Message = "Cluster {Cluster}: watching ended because of an error of our own; it begins again in {Pause}")]
    public static partial void Unexpected(ILogger logger, Exception exception, string cluster, TimeSpan pause);

    [LoggerMessage(EventId = 429, Level = LogLevel.Warning, Message = "Cluster {Cluster}: that it cannot be read could not be recorded")]
    public static partial void FailureNotRecorded(ILogger logger, Exception exception, string cluster);
}
