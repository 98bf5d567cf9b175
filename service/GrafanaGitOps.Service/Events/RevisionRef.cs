namespace GrafanaGitOps.Service.Events;

/// <summary>A revision as an operator names it, taken apart.</summary>
public sealed record RevisionRef
{
    private const int ShortDigest = 8;

    /// <summary>As written, at most <see cref="ApplicationLimits.Text"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>Branch, tag or ref name, such as <c>main</c>, <c>v1.0</c> or <c>refs/heads/main</c>; null when only a digest or a version was given.</summary>
    public string? Reference { get; init; }

    /// <summary><c>sha1</c>, <c>sha256</c>, ...; null when there is no digest.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Whole digest or commit id in lower-case hex.</summary>
    public string? Digest { get; init; }

    /// <summary>The beginning of a digest: a short commit id, or what Flux puts behind a chart version; lower-case hex.</summary>
    public string? DigestPrefix { get; init; }

    /// <summary>Semantic version without build metadata, for charts and for references that are versions.</summary>
    public string? Version { get; init; }

    /// <summary>Enough of it for a table: the version, else the beginning of the digest, else the text.</summary>
    public string Short => Version ?? (Digest is { Length: > ShortDigest } digest ? digest[..ShortDigest] : Text);

    /// <summary>The object id, where the digest is one of git's and not of an artifact.</summary>
    public string? Commit => Algorithm == "sha1" || Digest == Text ? Digest : null;

    /// <summary>Whether both name the same content as far as they say: digests decide, then versions, then the text.</summary>
    public bool Matches(RevisionRef other)
    {
        if (Digest is not null && other.Digest is not null) return Digest == other.Digest && Algorithm == other.Algorithm;
        if ((Digest ?? DigestPrefix) is { } mine && (other.Digest ?? other.DigestPrefix) is { } theirs)
            return VersionsAgree(other) && (mine.StartsWith(theirs, StringComparison.Ordinal) || theirs.StartsWith(mine, StringComparison.Ordinal));
        if (Version is not null && other.Version is not null) return VersionsAgree(other);
        return Text == other.Text;
    }

    /// <summary>Reads every form that Argo CD and Flux write; what is none of them becomes a <see cref="Reference"/>. Null for nothing.</summary>
    public static RevisionRef? Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var trimmed = text.Trim();
        return RevisionParser.Parse(trimmed.Length > ApplicationLimits.Text ? trimmed[..ApplicationLimits.Text] : trimmed);
    }

    private bool VersionsAgree(RevisionRef other) =>
        Version is null || other.Version is null || Version.AsSpan().TrimStart('v').SequenceEqual(other.Version.AsSpan().TrimStart('v'));
}
