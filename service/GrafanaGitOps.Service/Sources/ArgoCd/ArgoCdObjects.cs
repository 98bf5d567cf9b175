using System.Text.Json;
using System.Text.Json.Serialization;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>Reads Applications from the bytes of a list or a watch.</summary>
internal static class ArgoCdObjects
{
    /// <summary>Reads the object at the reader's position; throws <see cref="OperatorObjectException"/> for that one object.</summary>
    public static ApplicationDto Parse(ref Utf8JsonReader reader) =>
        OperatorObjectReader.Read(ref reader, ArgoCdJsonContext.Default.ApplicationDto, "Application");

    /// <summary>Reads an object that is all of <paramref name="json"/>; throws <see cref="OperatorObjectException"/>.</summary>
    public static ApplicationDto Parse(ReadOnlySpan<byte> json) =>
        OperatorObjectReader.Read(json, ArgoCdJsonContext.Default.ApplicationDto, "Application");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = OperatorObjectReader.MaxDepth)]
[JsonSerializable(typeof(ApplicationDto))]
internal sealed partial class ArgoCdJsonContext : JsonSerializerContext;
