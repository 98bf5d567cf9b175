using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

internal static partial class Log
{
    [LoggerMessage(EventId = 401, Message = "Cluster {Cluster}: {Resource} (namespace {Namespace}): {Phase} {Error}")]
    public static partial void PhaseChanged(ILogger logger, LogLevel level, string cluster, string resource, string? @namespace, WatchPhase phase, string? error);

    [LoggerMessage(EventId = 402, Level = LogLevel.Debug, Message = "Cluster {Cluster}: {Resource} (namespace {Namespace}): still {Error}")]
    public static partial void StillFailing(ILogger logger, string cluster, string resource, string? @namespace, string error);

    [LoggerMessage(EventId = 403, Level = LogLevel.Warning, Message = "{Error}")]
    public static partial void Rejected(ILogger logger, string error);

    [LoggerMessage(EventId = 404, Level = LogLevel.Information, Message = "Cluster {Cluster}: {Resource} (namespace {Namespace}): the server has forgotten our version; listing again")]
    public static partial void Expired(ILogger logger, string cluster, string resource, string? @namespace);

    [LoggerMessage(EventId = 405, Level = LogLevel.Debug, Message = "Cluster {Cluster}: {Resource} (namespace {Namespace}): silent; opening the watch anew")]
    public static partial void Silent(ILogger logger, string cluster, string resource, string? @namespace);
}
