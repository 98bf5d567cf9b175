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

    /// <summary>The kind with this name; null when it is not read.</summary>
    public static ResourceDefinition? Find(string kind) => Sources.Select(source => source.Resource).Append(Kustomizations).Append(HelmReleases)
        .FirstOrDefault(resource => resource.Plural == Plural(kind));

    private static string Plural(string kind) => (kind.EndsWith('y') ? $"{kind[..^1]}ies" : $"{kind}s").ToLowerInvariant();
}
