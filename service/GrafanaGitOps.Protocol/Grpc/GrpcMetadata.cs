using System.Collections;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Ordered metadata of a call. Keys are lower case; a key that ends in <c>-bin</c> holds bytes, any other printable ASCII.</summary>
public sealed class GrpcMetadata : IEnumerable<KeyValuePair<string, string>>
{
    private readonly List<KeyValuePair<string, string>> _entries = [];

    /// <summary>Adds an ASCII entry, or the base64 text of a <c>-bin</c> one.</summary>
    public void Add(string key, string value) => _entries.Add(new(key, value));

    /// <inheritdoc />
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
