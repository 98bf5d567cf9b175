using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Follows the Applications of one cluster.</summary>
internal sealed class ArgoCdSource
{
    /// <summary>What it watches.</summary>
    public static readonly ResourceDefinition Applications = new("argoproj.io", "applications", "v1alpha1");

    private readonly ClusterSession _cluster;
    private readonly ArgoCdOptions _options;
    private readonly ResourceWatch<ApplicationDto> _watch;

    private ArgoCdSource(ClusterSession cluster, ArgoCdOptions options, ResourceWatch<ApplicationDto> watch) =>
        (_cluster, _options, _watch) = (cluster, options, watch);

    public static async Task<ArgoCdSource> OpenAsync(ClusterSession cluster, ArgoCdOptions options, CancellationToken cancellationToken) =>
        new(cluster, options, await cluster.WatchApplicationsAsync(Applications, "Application", ArgoCdObjects.Parse, usedKinds: [], cancellationToken));

    /// <summary>Records every change until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in _watch.RunAsync(cancellationToken)) await _cluster.RecordAsync(Map(change), _watch, cancellationToken);
    }

    private ApplicationChange? Map(ResourceChange<ApplicationDto> change) => change switch
    {
        { Kind: ResourceChangeKind.Synced } => null,
        { Kind: ResourceChangeKind.Deleted } => _watch.Deletion(change, Id(change.Key)),
        { Object: { } application } => _cluster.Observation(
            ArgoCdMapper.Map(application, _cluster.Name, _options.ReconciliationTimeout), _watch.MomentOf(change)),
        _ => null,
    };

    private ApplicationId Id(ObjectVersion key) => new(_cluster.Name, OperatorNames.ArgoCd, "Application", key.Namespace, key.Name);
}
