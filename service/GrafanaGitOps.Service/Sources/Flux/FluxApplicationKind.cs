using System.Text.Json.Serialization.Metadata;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>A kind of Flux application, and how it is read.</summary>
/// <param name="Name">Kubernetes kind.</param>
/// <param name="Resource">What to watch.</param>
/// <param name="Parse">Reads an object.</param>
/// <param name="Json">Writes and reads what we keep of it.</param>
/// <param name="Map">What it says, in the cluster of this name.</param>
internal sealed record FluxApplicationKind<T>(
    string Name, ResourceDefinition Resource, ObjectParser<T> Parse, JsonTypeInfo<T> Json, Func<T, string, OperatorObservation> Map);

/// <summary>The kinds of Flux applications.</summary>
internal static class FluxApplicationKinds
{
    public static readonly FluxApplicationKind<KustomizationDto> Kustomization = new(
        "Kustomization",
        FluxKinds.Kustomizations,
        FluxObjects.ParseKustomization,
        FluxJsonContext.Default.KustomizationDto,
        KustomizationMapper.Map);

    public static readonly FluxApplicationKind<HelmReleaseDto> HelmRelease = new(
        "HelmRelease",
        FluxKinds.HelmReleases,
        FluxObjects.ParseHelmRelease,
        FluxJsonContext.Default.HelmReleaseDto,
        HelmReleaseMapper.Map);
}
