using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Watching;

internal static partial class Log
{
    [LoggerMessage(EventId = 401, Message = "Cluster {Cluster}: {Resource}{Scope}: {Phase} {Error}")]
    public static partial void PhaseChanged(ILogger logger, LogLevel level, string cluster, string resource, string scope, WatchPhase phase, string? error);

    [LoggerMessage(EventId = 402, Level = LogLevel.Debug, Message = "Cluster {Cluster}: {Resource}{Scope}: still {Error}")]
    public static partial void StillFailing(ILogger logger, string cluster, string resource, string scope, string error);

    [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "{Error}")]
    public static partial void Rejected(ILogger logger, string error);

    [LoggerMessage(EventId = 404, Level = LogLevel.Information, Message = "Cluster {Cluster}: {Resource}{Scope}: the server has forgotten our version; listing again")]
    public static partial void Expired(ILogger logger, string cluster, string resource, string scope);

    [LoggerMessage(EventId = 405, Level = LogLevel.Debug, Message = "Cluster {Cluster}: {Resource}{Scope}: silent; opening the watch anew")]
    public static partial void Silent(ILogger logger, string cluster, string resource, string scope);

    [LoggerMessage(
        EventId = 421,
        Level = LogLevel.Information,
        Message = "Cluster {Cluster}: {Objects} applications read in {Duration}; not served: {Missing}; not allowed: {Forbidden}")]
    public static partial void Synced(ILogger logger, string cluster, int objects, TimeSpan duration, string missing, string forbidden);

    [LoggerMessage(EventId = 422, Level = LogLevel.Warning, Message = "Cluster {Cluster}: {Failing} of {All} kinds cannot be read: {Error}")]
    public static partial void Failing(ILogger logger, string cluster, int failing, int all, string? error);

    [LoggerMessage(EventId = 423, Level = LogLevel.Information, Message = "Cluster {Cluster} can be read again")]
    public static partial void Recovered(ILogger logger, string cluster);

    [LoggerMessage(EventId = 426, Level = LogLevel.Warning, Message = "Cluster {Cluster}: the store did not take what was seen; trying again")]
    public static partial void NotRecorded(ILogger logger, Exception exception, string cluster);

    [LoggerMessage(EventId = 427, Level = LogLevel.Error, Message = "{Application} could not be recorded and is left out until it changes")]
    public static partial void LeftOut(ILogger logger, Exception exception, ApplicationId application);

    [LoggerMessage(EventId = 428, Level = LogLevel.Warning, Message = "Cluster {Cluster}: the states of its watches could not be recorded")]
    public static partial void StatesNotRecorded(ILogger logger, Exception exception, string cluster);
}
