using System.Text.Json.Serialization.Metadata;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>A kind of Flux application, and how it is read.</summary>
/// <param name="Watched">What to watch.</param>
/// <param name="Parse">Reads an object.</param>
/// <param name="Json">Writes and reads what we keep of it.</param>
/// <param name="Map">What it says, in the cluster of this name.</param>
internal sealed record FluxApplicationKind<T>(
    WatchedKind Watched, ObjectParser<T> Parse, JsonTypeInfo<T> Json, Func<T, string, OperatorObservation> Map)
{
    public string Name => Watched.Kind;
}

/// <summary>The kinds of Flux applications.</summary>
internal static class FluxApplicationKinds
{
    public static readonly FluxApplicationKind<KustomizationDto> Kustomization = new(
        FluxKinds.Kustomizations,
        FluxObjects.ParseKustomization,
        FluxJsonContext.Default.KustomizationDto,
        KustomizationMapper.Map);

    public static readonly FluxApplicationKind<HelmReleaseDto> HelmRelease = new(
        FluxKinds.HelmReleases,
        FluxObjects.ParseHelmRelease,
        FluxJsonContext.Default.HelmReleaseDto,
        HelmReleaseMapper.Map);
}
