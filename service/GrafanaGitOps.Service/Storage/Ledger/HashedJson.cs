using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>A bulky JSON text that is written only when its hash is another one than that of the text that is stored.</summary>
internal sealed class HashedJson
{
    private readonly ReadOnlyMemory<byte> _utf8;

    private HashedJson(ReadOnlyMemory<byte> utf8) =>
        (_utf8, Hash) = (utf8, BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(utf8.Span)));

    public long Hash { get; }

    public string Text => Encoding.UTF8.GetString(_utf8.Span);

    public static HashedJson Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, new JsonWriterOptions { Encoder = StoredJson.Encoder })) write(writer);
        return new HashedJson(text.WrittenMemory);
    }
}
