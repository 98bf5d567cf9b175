using System.Security.Cryptography;

namespace GrafanaGitOps.Service.Senders;

/// <summary>A delivery as it arrived.</summary>
/// <param name="Headers">All of them; what a sender needs of them it names.</param>
/// <param name="Body">The bytes that were signed.</param>
public readonly record struct HookRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The value of a header; null when it is missing, empty, or given more than once.</summary>
    public string? Header(string name) => Headers[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>A name for the content: the same for the same bytes.</summary>
    public string ContentId() => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Body.Span))}";
}
