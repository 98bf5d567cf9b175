using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>Watches the configured clusters and records what their operators deploy. What fails for one never stops another.</summary>
internal sealed class ClusterSource
{
    private readonly IReadOnlyList<WatchedKind> _kinds;
    private readonly IReadOnlyList<ClusterCollector> _clusters;

    /// <summary>Prepares; nothing is read yet.</summary>
    public ClusterSource(
        KubernetesOptions options,
        IReadOnlyList<ConfiguredSource> sources,
        EnvironmentOptions environments,
        ClusterTimings timings,
        ClusterMetrics metrics,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider)
    {
        _kinds = [.. sources.SelectMany(source => source.Definition.Kinds)];
        var (names, rules) = (new ClusterNames(), new EnvironmentRules(environments));
        var logger = loggerFactory.CreateLogger("GrafanaGitOps.Clusters");
        _clusters = [.. options.Clusters.Select(cluster =>
            new ClusterCollector(cluster, sources, rules, names, timings, metrics, logger, loggerFactory, timeProvider))];
    }

    /// <summary>What was not read since the start and may be by and by, in words.</summary>
    public IReadOnlyList<string> Unread => [.. _clusters.Select(cluster => cluster.Unread).OfType<string>()];

    /// <summary>An operator says that an object changed: a watch that stays silent about it is opened anew. Returns what is in the way, in words; else null.</summary>
    public string? Expect(string cluster, string kind, string @namespace)
    {
        if (_kinds.FirstOrDefault(one => one.Kind == kind) is not { } read) return $"Objects of the kind {kind} are not read.";
        var meant = _clusters.Where(one => one.Name == cluster).ToList();
        meant.ForEach(one => one.Expect(read, @namespace));
        return meant.Count > 0 ? null : $"There is no cluster {cluster} in kubernetes.clusters.";
    }

    /// <summary>Watches every cluster until cancelled.</summary>
    public Task RunAsync(Store store, CancellationToken cancellationToken) =>
        Task.WhenAll(_clusters.Select(cluster => cluster.RunAsync(store, cancellationToken)));
}
