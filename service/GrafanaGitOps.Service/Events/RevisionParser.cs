using System.Buffers;

namespace GrafanaGitOps.Service.Events;

/// <summary>The forms of a revision, tried in this order.</summary>
/// <remarks>
/// <c>main@sha1:HEX</c>, <c>refs/heads/main@sha1:HEX</c>, <c>v1.0@sha1:HEX</c>, <c>6.5.4@sha256:HEX</c> (Flux);
/// <c>sha256:HEX</c> (OCI, buckets); <c>HEX</c> of 40 or 64 digits (Argo CD, old Flux buckets); <c>main/HEX</c> (Flux before 2.0);
/// <c>1.2.3</c>, <c>1.2.3+HEX</c> (charts); 7 to 39 digits are the beginning of a commit id, and may be a name all the same; anything else is
/// a branch, tag or other name.
/// </remarks>
internal static class RevisionParser
{
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");
    private static readonly SearchValues<char> AlgorithmName = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789+._-");
    private static readonly SearchValues<char> VersionText = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    public static RevisionRef Parse(string text)
    {
        // Nearly all revisions are object ids as git writes them.
        if (text.Length is 40 or 64 && !text.AsSpan().ContainsAnyExcept(LowerHex))
            return new RevisionRef { Text = text, Algorithm = text.Length == 40 ? "sha1" : "sha256", Digest = text };

        var at = text.LastIndexOf('@');
        if (at >= 0 && TryDigest(text.AsSpan(at + 1), out var algorithm, out var digest))
            return Named(text, text[..at], algorithm, digest);
        if (TryDigest(text, out algorithm, out digest)) return new RevisionRef { Text = text, Algorithm = algorithm, Digest = digest };
        if (TryObjectId(text, out algorithm, out digest)) return new RevisionRef { Text = text, Algorithm = algorithm, Digest = digest };

        var slash = text.LastIndexOf('/');
        if (slash > 0 && TryObjectId(text.AsSpan(slash + 1), out algorithm, out digest)) return Named(text, text[..slash], algorithm, digest);
        if (!TryVersion(text, out var version, out var metadata))
            return new RevisionRef { Text = text, Reference = text, DigestPrefix = DigestPrefix(text, longest: 39) };
        return new RevisionRef { Text = text, Version = version, DigestPrefix = DigestPrefix(FirstPart(metadata), longest: 64) };
    }

    private static RevisionRef Named(string text, string reference, string algorithm, string digest) => new()
    {
        Text = text,
        Reference = reference.Length == 0 ? null : reference,
        Version = TryVersion(reference, out var version, out _) ? version : null,
        Algorithm = algorithm,
        Digest = digest,
    };

    private static bool TryDigest(ReadOnlySpan<char> text, out string algorithm, out string digest)
    {
        algorithm = digest = "";
        var colon = text.IndexOf(':');
        if (colon < 1 || text[..colon].ContainsAnyExcept(AlgorithmName)) return false;
        var hex = text[(colon + 1)..];
        // SHA-1 is the shortest that any operator writes; 128 digits are SHA-512.
        if (hex.Length is < 40 or > 128 || hex.ContainsAnyExcept(Hex)) return false;
        algorithm = text[..colon].ToString();
        digest = Lower(hex);
        return true;
    }

    private static bool TryObjectId(ReadOnlySpan<char> text, out string algorithm, out string digest)
    {
        algorithm = digest = "";
        if (text.Length is not (40 or 64) || text.ContainsAnyExcept(Hex)) return false;
        algorithm = text.Length == 40 ? "sha1" : "sha256";
        digest = Lower(text);
        return true;
    }

    /// <summary>Two or three numbers with dots, perhaps <c>v</c> before and a pre-release behind them; build metadata is split off.</summary>
    private static bool TryVersion(ReadOnlySpan<char> text, out string version, out string metadata)
    {
        version = metadata = "";
        var plus = text.IndexOf('+');
        var core = plus < 0 ? text : text[..plus];
        var digits = core.TrimStart('v');
        if (core.Length - digits.Length > 1 || digits.ContainsAnyExcept(VersionText)) return false;
        var dash = digits.IndexOf('-');
        var numbers = dash < 0 ? digits : digits[..dash];
        var dots = 0;
        foreach (var part in numbers.Split('.'))
        {
            if (numbers[part].IsEmpty || numbers[part].ContainsAnyExceptInRange('0', '9')) return false;
            dots++;
        }

        if (dots is < 2 or > 3) return false;
        version = core.ToString();
        metadata = plus < 0 ? "" : text[(plus + 1)..].ToString();
        return true;
    }

    private static ReadOnlySpan<char> FirstPart(string metadata) =>
        metadata.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? metadata.AsSpan(0, dot) : metadata;

    /// <summary>git writes no fewer than 7 digits.</summary>
    private static string? DigestPrefix(ReadOnlySpan<char> text, int longest) =>
        text.Length >= 7 && text.Length <= longest && !text.ContainsAnyExcept(Hex) ? Lower(text) : null;

    private static string Lower(ReadOnlySpan<char> hex) =>
        hex.ContainsAnyInRange('A', 'F') ? hex.ToString().ToLowerInvariant() : hex.ToString();
}
