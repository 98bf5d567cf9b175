using GrafanaGitOps.Service.Sources.ArgoCd;
using GrafanaGitOps.Service.Sources.Flux;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>What is read of every cluster; provisioning/kubernetes grants the right to it.</summary>
internal static class ClusterKinds
{
    /// <summary>Every kind.</summary>
    public static IReadOnlyList<ResourceDefinition> All { get; } =
    [
        ArgoCdSource.Applications, FluxKinds.Kustomizations, FluxKinds.HelmReleases,
        .. FluxKinds.Sources.Select(source => source.Resource),
        .. OperatorWorkloads.Kinds,
    ];
}
