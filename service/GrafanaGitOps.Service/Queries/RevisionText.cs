using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Revisions as tables show them.</summary>
internal static class RevisionText
{
    private const int ShortDigits = 8;

    /// <summary>The beginning of an object id, or the version of what is no commit; the text itself where it has neither.</summary>
    public static string? Short(string? revision)
    {
        if (RevisionRef.Parse(revision) is not { } parsed) return null;
        if (parsed is { Algorithm: "sha1", Digest: { } id }) return id[..ShortDigits];
        return parsed.Version ?? parsed.Digest?[..ShortDigits] ?? parsed.Text;
    }
}
