using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>Watches the configured clusters and records what their operators deploy. What fails for one never stops another.</summary>
public sealed class ClusterSource
{
    private readonly IReadOnlyList<ClusterCollector> _clusters;

    /// <summary>Prepares; nothing is read yet.</summary>
    public ClusterSource(SourceOptions options, ClusterMetrics metrics, ILoggerFactory loggerFactory, TimeProvider timeProvider)
        : this(options, ClusterTimings.Of(options.Kubernetes), metrics, loggerFactory, timeProvider)
    {
    }

    internal ClusterSource(
        SourceOptions options, ClusterTimings timings, ClusterMetrics metrics, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        var names = new ClusterNames();
        var logger = loggerFactory.CreateLogger("GrafanaGitOps.Clusters");
        _clusters = [.. options.Kubernetes.Clusters.Select(cluster =>
            new ClusterCollector(cluster, options, names, timings, metrics, logger, loggerFactory, timeProvider))];
    }

    /// <summary>What was not read since the start and may be by and by, in words.</summary>
    public IReadOnlyList<string> Unread => [.. _clusters.Select(cluster => cluster.Unread).OfType<string>()];

    /// <summary>Flux says that an object changed: a watch that stays silent about it is opened anew. Returns what is in the way, in words; else null.</summary>
    public string? Expect(string cluster, string kind, string @namespace)
    {
        if (FluxKinds.Find(kind) is not { } resource) return $"Objects of the kind {kind} are not read.";
        var meant = _clusters.Where(one => one.Name == cluster).ToList();
        meant.ForEach(one => one.Expect(resource, @namespace));
        return meant.Count > 0 ? null : $"There is no cluster {cluster} in kubernetes.clusters.";
    }

    /// <summary>Watches every cluster until cancelled.</summary>
    public Task RunAsync(Store store, CancellationToken cancellationToken) =>
        Task.WhenAll(_clusters.Select(cluster => cluster.RunAsync(store, cancellationToken)));
}
