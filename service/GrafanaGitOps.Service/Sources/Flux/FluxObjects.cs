using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Reads Flux objects from the bytes of a list or a watch; throws <see cref="OperatorObjectException"/> for that one object.</summary>
internal static class FluxObjects
{
    /// <summary>Kinds that <c>ParseSource</c> reads.</summary>
    public static readonly IReadOnlyList<string> SourceKinds =
        ["GitRepository", "OCIRepository", "Bucket", "HelmRepository", "HelmChart", "ExternalArtifact"];

    public static KustomizationDto ParseKustomization(ref Utf8JsonReader reader) =>
        OperatorObjectReader.Read(ref reader, FluxJsonContext.Default.KustomizationDto, "Kustomization");

    public static KustomizationDto ParseKustomization(ReadOnlySpan<byte> json) =>
        OperatorObjectReader.Read(json, FluxJsonContext.Default.KustomizationDto, "Kustomization");

    public static HelmReleaseDto ParseHelmRelease(ref Utf8JsonReader reader) =>
        OperatorObjectReader.Read(ref reader, FluxJsonContext.Default.HelmReleaseDto, "HelmRelease");

    public static HelmReleaseDto ParseHelmRelease(ReadOnlySpan<byte> json) =>
        OperatorObjectReader.Read(json, FluxJsonContext.Default.HelmReleaseDto, "HelmRelease");

    public static SourceObjectDto ParseSource(ref Utf8JsonReader reader, string kind) =>
        OperatorObjectReader.Read(ref reader, FluxJsonContext.Default.SourceObjectDto, kind);

    public static SourceObjectDto ParseSource(ReadOnlySpan<byte> json, string kind) =>
        OperatorObjectReader.Read(json, FluxJsonContext.Default.SourceObjectDto, kind);

    public static ImageAutomationDto ParseImageAutomation(ref Utf8JsonReader reader) =>
        OperatorObjectReader.Read(ref reader, FluxJsonContext.Default.ImageAutomationDto, "ImageUpdateAutomation");

    public static ImageAutomationDto ParseImageAutomation(ReadOnlySpan<byte> json) =>
        OperatorObjectReader.Read(json, FluxJsonContext.Default.ImageAutomationDto, "ImageUpdateAutomation");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = OperatorObjectReader.MaxDepth)]
[JsonSerializable(typeof(KustomizationDto))]
[JsonSerializable(typeof(HelmReleaseDto))]
[JsonSerializable(typeof(SourceObjectDto))]
[JsonSerializable(typeof(ImageAutomationDto))]
internal sealed partial class FluxJsonContext : JsonSerializerContext;
