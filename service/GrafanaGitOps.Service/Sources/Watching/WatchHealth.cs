using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Keeps the state of one watch, written by it alone and read by anyone, and logs what changes.</summary>
internal sealed class WatchHealth(string cluster, ResourceDefinition resource, string? @namespace, ILogger logger, TimeProvider timeProvider)
{
    /// <summary>Which part of the cluster, for the log; empty for all of it.</summary>
    private readonly string _scope = @namespace is null ? "" : $" of namespace {@namespace}";

    private volatile WatchState _state = new()
    {
        Cluster = cluster,
        Resource = resource.Name,
        Namespace = @namespace,
        Since = timeProvider.GetUtcNow(),
    };

    public WatchState State => _state;

    public void Enter(WatchPhase phase, string? error = null)
    {
        var (was, now) = (_state, timeProvider.GetUtcNow());
        var next = was.Phase == phase ? was : was with { Phase = phase, Since = now };
        if (error is not null) next = next with { LastError = error, LastErrorAt = now };
        _state = next;
        // A missing right is one kind's own; a server that fails, fails for every kind, and who watches the cluster says it once.
        var level = phase == WatchPhase.Forbidden ? LogLevel.Warning : LogLevel.Debug;
        var told = WithoutCluster(error, cluster);
        if (was.Phase != phase) Log.PhaseChanged(logger, level, cluster, resource.Name, _scope, phase, told);
        else if (told is not null) Log.StillFailing(logger, cluster, resource.Name, _scope, told);
    }

    /// <summary>An error names its cluster, and so does each line of the log.</summary>
    public static string? WithoutCluster(string? error, string cluster)
    {
        var named = $"Cluster {cluster}: ";
        return error?.StartsWith(named, StringComparison.Ordinal) == true ? error[named.Length..] : error;
    }

    public void Found(string version)
    {
        if (_state.Version != version) _state = _state with { Version = version };
    }

    public void Synced() => _state = _state with { SyncedAt = timeProvider.GetUtcNow() };

    public void Expired() => Log.Expired(logger, cluster, resource.Name, _scope);

    public void Silent() => Log.Silent(logger, cluster, resource.Name, _scope);

    /// <summary>One object is passed over.</summary>
    public void Reject(ObjectVersion? meta, string why)
    {
        var subject = meta is { } known ? $"{known.Namespace}/{known.Name}" : "an object that hides its name";
        var error = $"Cluster {cluster}: {resource.Name}: {subject} {why}. It is left out until it changes.";
        _state = _state with { Rejected = _state.Rejected + 1, LastError = error, LastErrorAt = timeProvider.GetUtcNow() };
        Log.Rejected(logger, error);
    }
}
