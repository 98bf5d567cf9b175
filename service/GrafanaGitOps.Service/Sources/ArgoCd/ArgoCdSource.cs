using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Operators;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Follows the Applications of one cluster.</summary>
internal sealed class ArgoCdSource
{
    private const string Group = "argoproj.io";

    private static readonly WatchedKind Applications = new(
        "Application", new ResourceDefinition(Group, "applications", "v1alpha1"), "Argo CD", IsApplication: true);

    private readonly ClusterSession _cluster;
    private readonly ArgoCdOptions _options;
    private readonly ResourceWatch<ApplicationDto> _watch;

    private ArgoCdSource(ClusterSession cluster, ArgoCdOptions options, ResourceWatch<ApplicationDto> watch) =>
        (_cluster, _options, _watch) = (cluster, options, watch);

    /// <summary>Its line of the table.</summary>
    public static SourceDefinition Definition { get; } = new()
    {
        Name = OperatorNames.ArgoCd,
        Title = "Argo CD",
        Kinds = [Applications],
        Reserved = [new ResourceDefinition(Group, "appprojects", "v1alpha1"), new ResourceDefinition(Group, "applicationsets", "v1alpha1")],
        CreateOptions = () => new ArgoCdOptions(),
        Open = async (cluster, options, cancellationToken) =>
        {
            var watch = await cluster.WatchApplicationsAsync<ApplicationDto>(Applications, ArgoCdObjects.Parse, usedKinds: [], cancellationToken);
            return new ArgoCdSource(cluster, (ArgoCdOptions)options, watch).RunAsync;
        },
        Read = (cluster, options) => (_, json) =>
            [ArgoCdMapper.Map(ArgoCdObjects.Parse(json), cluster, ((ArgoCdOptions)options).ReconciliationTimeout)],
    };

    /// <summary>Records every change until cancelled.</summary>
    private async Task RunAsync(CancellationToken cancellationToken)
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

    private ApplicationId Id(ObjectVersion key) => new(_cluster.Name, OperatorNames.ArgoCd, Applications.Kind, key.Namespace, key.Name);
}
