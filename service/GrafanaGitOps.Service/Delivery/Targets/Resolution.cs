using System.Globalization;
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
    public string MadeOf { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', Spans.Select(span => $"{span.Repository}:{span.From ?? "-"}>{span.To}#{span.PathsHash}"))} ={(int)Status}{Hash(Notice)}");

    /// <summary>The commit that the target of the first source names.</summary>
    public string? Head => Spans.Count > 0 ? Spans[0].To : null;

    /// <summary>
    /// Whether <paramref name="madeOf"/> is this text but for the heads; which heads it had. Then the answer of then is that of now, and what came between.
    /// </summary>
    public bool DiffersInHeads(string? madeOf, out IReadOnlyList<string> heads)
    {
        var (parts, mine) = ((madeOf ?? "").Split(' '), MadeOf.Split(' '));
        heads = [];
        if (Spans.Count == 0 || parts.Length != mine.Length || parts[^1] != mine[^1]) return false;
        var found = new List<string>();
        for (var i = 0; i < Spans.Count; i++)
        {
            var (start, end) = (parts[i].IndexOf('>', StringComparison.Ordinal), parts[i].IndexOf('#', StringComparison.Ordinal));
            if (start < 0 || end < start || WithoutHead(parts[i], start, end) != WithoutHead(mine[i], mine[i].IndexOf('>', StringComparison.Ordinal), mine[i].IndexOf('#', StringComparison.Ordinal)))
                return false;
            found.Add(parts[i][(start + 1)..end]);
        }

        heads = found;
        return true;
    }

    /// <summary>Whether <paramref name="madeOf"/> asks for the same paths at the same commits, whatever is deployed.</summary>
    public bool HasSamePaths(string? madeOf)
    {
        var parts = (madeOf ?? "").Split(' ')[..^1];
        return parts.Length == Spans.Count && parts.Zip(Spans).All(pair =>
            pair.First.StartsWith($"{pair.Second.Repository}:", StringComparison.Ordinal)
            && pair.First.EndsWith($">{pair.Second.To}#{pair.Second.PathsHash}", StringComparison.Ordinal));
    }

    private static string WithoutHead(string part, int start, int end) => part[..start] + part[end..];

    private static string Hash(string? notice) =>
        notice is null ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(notice)).AsSpan(0, 4));
}
