using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>All that the answer for one application is made of.</summary>
/// <param name="Spans">Its sources that are in indexed repositories.</param>
/// <param name="Status">Whether the commits between deployed and wanted can be counted.</param>
/// <param name="Notice">Why not, or what is left out; null for nothing.</param>
/// <param name="Repositories">The indexed repository of each source; null for none.</param>
internal sealed record Resolution(IReadOnlyList<SourceSpan> Spans, CommitsKnown Status, string? Notice, IReadOnlyList<long?> Repositories)
{
    /// <summary>The same text stands for the same answer. The part of each span reads <c>repository:from&gt;to#paths</c>.</summary>
    public string Fingerprint { get; } = string.Join(' ', Spans.Select(Text).Append($"={(int)Status}{Hash(Notice)}"));

    /// <summary>The commit that the target of the first source names.</summary>
    public string? Head => Spans.Count > 0 ? Spans[0].To : null;

    /// <summary>
    /// Whether <paramref name="fingerprint"/> is this text but for the heads, and which it had: then the answer of then is that of now, but for
    /// what came between.
    /// </summary>
    public bool DiffersInHeads(string? fingerprint, out IReadOnlyList<string> heads)
    {
        var (parts, mine) = ((fingerprint ?? "").Split(' '), Fingerprint.Split(' '));
        heads = [.. parts[..^1].Select(HeadOf)];
        return Spans.Count > 0 && parts.Length == mine.Length && parts.Select(WithoutHead).SequenceEqual(mine.Select(WithoutHead));
    }

    /// <summary>Whether <paramref name="fingerprint"/> asks for the same paths at the same commits, whatever is deployed.</summary>
    public bool HasSamePaths(string? fingerprint)
    {
        var parts = (fingerprint ?? "").Split(' ')[..^1];
        return parts.Length == Spans.Count && parts.Zip(Spans, (part, span) =>
            part.StartsWith($"{span.Repository}:", StringComparison.Ordinal)
            && part.EndsWith($">{span.To}#{span.PathsHash}", StringComparison.Ordinal)).All(same => same);
    }

    private static string Text(SourceSpan span) => $"{span.Repository}:{span.From ?? "-"}>{span.To}#{span.PathsHash}";

    private static string HeadOf(string part)
    {
        var start = part.IndexOf('>', StringComparison.Ordinal) + 1;
        return part[start..Math.Max(start, part.IndexOf('#', StringComparison.Ordinal))];
    }

    private static string WithoutHead(string part) => part.Replace($">{HeadOf(part)}#", ">#", StringComparison.Ordinal);

    private static string Hash(string? notice) =>
        notice is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice)).AsSpan(0, 4));
}
