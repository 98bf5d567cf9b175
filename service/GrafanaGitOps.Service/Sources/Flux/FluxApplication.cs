using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>A Kustomization or HelmRelease as it was last seen, packed.</summary>
internal abstract class FluxApplication
{
    public DateTimeOffset SeenAt { get; init; }

    /// <summary>What the object says, without what its source says.</summary>
    public abstract OperatorObservation Read();
}

/// <inheritdoc cref="FluxApplication"/>
internal sealed class FluxApplication<T>(T content, FluxApplicationKind<T> kind, string cluster) : FluxApplication
{
    private readonly byte[] _packed = Pack(content, kind.Json);

    public override OperatorObservation Read()
    {
        using var unpacked = new DeflateStream(new MemoryStream(_packed), CompressionMode.Decompress);
        return kind.Map(JsonSerializer.Deserialize(unpacked, kind.Json)!, cluster);
    }

    private static byte[] Pack(T content, JsonTypeInfo<T> json)
    {
        using var packed = new MemoryStream();
        using (var packing = new DeflateStream(packed, CompressionLevel.Fastest)) JsonSerializer.Serialize(packing, content, json);
        return packed.ToArray();
    }
}
