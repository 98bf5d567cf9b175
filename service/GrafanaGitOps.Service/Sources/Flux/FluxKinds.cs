using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What is read of Flux, in the versions that the readers understand.</summary>
internal static class FluxKinds
{
    public static readonly ResourceDefinition Kustomizations = new("kustomize.toolkit.fluxcd.io", "kustomizations", "v1", "v1beta2");

    public static readonly ResourceDefinition HelmReleases = new("helm.toolkit.fluxcd.io", "helmreleases", "v2", "v2beta2", "v2beta1");

    /// <summary>Kinds that applications are made from. HelmReleases may name all of them by way of a HelmChart.</summary>
    public static IReadOnlyList<(string Kind, ResourceDefinition Resource)> Sources { get; } =
        [.. FluxObjects.SourceKinds.Select(kind => (kind, new ResourceDefinition("source.toolkit.fluxcd.io", Plural(kind), "v1", "v1beta2")))];

    private static string Plural(string kind) => (kind.EndsWith('y') ? $"{kind[..^1]}ies" : $"{kind}s").ToLowerInvariant();
}
