namespace GrafanaGitOps.Service.Sources.Clusters;

internal static partial class Log
{
    [LoggerMessage(
        EventId = 421,
        Level = LogLevel.Information,
        Message = "Cluster {Cluster}: {Objects} applications read in {Duration}; not served: {Missing}; not allowed: {Forbidden}")]
    public static partial void Synced(ILogger logger, string cluster, int objects, TimeSpan duration, string missing, string forbidden);

    [LoggerMessage(EventId = 422, Level = LogLevel.Warning, Message = "Cluster {Cluster}: {Failing} of {All} kinds cannot be read: {Error}")]
    public static partial void Failing(ILogger logger, string cluster, int failing, int all, string? error);

    [LoggerMessage(EventId = 423, Level = LogLevel.Information, Message = "Cluster {Cluster} can be read again")]
    public static partial void Recovered(ILogger logger, string cluster);

    [LoggerMessage(EventId = 424, Level = LogLevel.Warning, Message = "{Error} Next try in {Pause}.")]
    public static partial void NotConfigured(ILogger logger, string error, TimeSpan pause);

    [LoggerMessage(
        EventId = 425,
        Level = LogLevel.Error,
        Message = "Cluster {Cluster}: watching ended because of an error of our own; it begins again in {Pause}")]
    public static partial void Unexpected(ILogger logger, Exception exception, string cluster, TimeSpan pause);

    [LoggerMessage(EventId = 426, Level = LogLevel.Warning, Message = "Cluster {Cluster}: the store did not take what was seen; trying again")]
    public static partial void NotRecorded(ILogger logger, Exception exception, string cluster);

    [LoggerMessage(EventId = 427, Level = LogLevel.Error, Message = "{Application} could not be recorded and is left out until it changes")]
    public static partial void LeftOut(ILogger logger, Exception exception, ApplicationId application);

    [LoggerMessage(EventId = 428, Level = LogLevel.Warning, Message = "Cluster {Cluster}: the states of its watches could not be recorded")]
    public static partial void StatesNotRecorded(ILogger logger, Exception exception, string cluster);
}
