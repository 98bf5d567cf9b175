using System.Collections;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>
/// Ordered metadata of a call. Keys are lower case and may occur several times; a key that ends in <c>-bin</c> holds bytes, any other
/// printable ASCII.
/// </summary>
public sealed class GrpcMetadata : IEnumerable<KeyValuePair<string, string>>
{
    private List<KeyValuePair<string, string>>? _entries;

    /// <summary>The number of entries.</summary>
    public int Count => _entries?.Count ?? 0;

    /// <summary>Adds an ASCII entry, or the base64 text of a <c>-bin</c> one.</summary>
    /// <exception cref="ArgumentException">The key or the value cannot be metadata, or the key belongs to gRPC or HTTP.</exception>
    public void Add(string key, string value)
    {
        GrpcMetadataRules.Check(key, value);
        Store(key, value);
    }

    /// <summary>Adds bytes; the key must end in <c>-bin</c>.</summary>
    /// <exception cref="ArgumentException">The key cannot hold bytes.</exception>
    public void Add(string key, ReadOnlySpan<byte> value)
    {
        if (!GrpcMetadataRules.IsBinary(key))
            throw new ArgumentException($"The metadata key '{key}' must end in -bin to hold bytes.", nameof(key));
        Add(key, Convert.ToBase64String(value));
    }

    /// <summary>The last value of a key, or null.</summary>
    public string? GetValue(string key) => _entries?.FindLast(entry => entry.Key == key).Value;

    /// <summary>The last value of a <c>-bin</c> key as bytes, or null.</summary>
    public byte[]? GetBytes(string key) => GetValue(key) is { } value ? GrpcMetadataRules.Decode(value) : null;

    /// <summary>All values of a key, in order.</summary>
    public IEnumerable<string> GetValues(string key) => this.Where(entry => entry.Key == key).Select(entry => entry.Value);

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => (_entries ?? []).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes a header from the wire. A <c>-bin</c> header may hold several values, with commas between them.</summary>
    internal void Receive(string key, string value)
    {
        if (!GrpcMetadataRules.IsBinary(key))
        {
            Store(key, value);
            return;
        }

        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!GrpcMetadataRules.TryDecode(part, out _))
                throw new GrpcException(GrpcStatusCode.Internal, $"The metadata '{key}' is no valid base64.");
            Store(key, part);
        }
    }

    /// <summary>Bytes go out without padding, as the protocol prefers.</summary>
    internal void CopyTo(IHeaderDictionary headers)
    {
        if (_entries is null) return;
        foreach (var (key, value) in _entries)
            headers.Append(key, GrpcMetadataRules.IsBinary(key) ? value.TrimEnd('=') : value);
    }

    private void Store(string key, string value) => (_entries ??= []).Add(new(key, value));
}
