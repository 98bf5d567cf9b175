using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What is read of Flux, in the versions that the readers understand.</summary>
internal static class FluxKinds
{
    public static readonly WatchedKind Kustomizations = new(
        "Kustomization", new ResourceDefinition("kustomize.toolkit.fluxcd.io", "kustomizations", "v1", "v1beta2"), "Flux", IsApplication: true);

    public static readonly WatchedKind HelmReleases = new(
        "HelmRelease", new ResourceDefinition("helm.toolkit.fluxcd.io", "helmreleases", "v2", "v2beta2", "v2beta1"), "Flux", IsApplication: true);

    /// <summary>Kinds that applications are made from. HelmReleases may name all of them by way of a HelmChart.</summary>
    public static IReadOnlyList<WatchedKind> Sources { get; } =
    [
        .. FluxObjects.SourceKinds.Select(kind => new WatchedKind(
            kind, new ResourceDefinition("source.toolkit.fluxcd.io", Plural(kind), "v1", "v1beta2"),
            "what Flux should deploy; without one of them its applications show what was tried last, and say so")),
    ];

    private static string Plural(string kind) => (kind.EndsWith('y') ? $"{kind[..^1]}ies" : $"{kind}s").ToLowerInvariant();
}
