using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>Watches the configured clusters and records what their operators deploy. What fails for one never stops another.</summary>
internal sealed class ClusterSource
{
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
        var (names, rules) = (new ClusterNames(), new EnvironmentRules(environments));
        var logger = loggerFactory.CreateLogger("GrafanaGitOps.Clusters");
        _clusters = [.. options.Clusters.Select(cluster =>
            new ClusterCollector(cluster, sources, rules, names, timings, metrics, logger, loggerFactory, timeProvider))];
    }

    /// <summary>What was not read since the start and may be by and by, in words.</summary>
    public IReadOnlyList<string> Unread => [.. _clusters.Select(cluster => cluster.Unread).OfType<string>()];

    /// <summary>Watches every cluster until cancelled.</summary>
    public Task RunAsync(Store store, CancellationToken cancellationToken) =>
        Task.WhenAll(_clusters.Select(cluster => cluster.RunAsync(store, cancellationToken)));
}
