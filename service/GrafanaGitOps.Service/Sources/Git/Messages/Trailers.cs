using System.Runtime.InteropServices;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Git.Messages;

/// <summary>
/// Trailers by the rules of <c>git interpret-trailers</c>: the last paragraph of the body, when all its lines are
/// trailers, or a quarter of them are and one is of those that git itself writes.
/// </summary>
internal static class Trailers
{
    public static IReadOnlyList<Trailer> Read(string body)
    {
        if (!body.Contains(':', StringComparison.Ordinal)) return [];
        var lines = LastParagraph(body);
        return IsTrailerBlock(lines) ? Collect(lines) : [];
    }

    private static string[] LastParagraph(string body)
    {
        // From the end: bodies of squashed changes have thousands of lines before it.
        var text = body.AsSpan().TrimEnd();
        var start = text.Length + 1;
        while (start > 0)
        {
            var lineStart = text[..(start - 1)].LastIndexOf('\n') + 1;
            if (text[lineStart..(start - 1)].IsWhiteSpace()) break;
            start = lineStart;
        }

        return start > text.Length ? [] : text[start..].ToString().Split('\n');
    }

    private static bool IsTrailerBlock(string[] lines)
    {
        var (trailers, others, continuations, fromGit) = (0, 0, 0, false);
        foreach (var line in Enumerable.Reverse(lines))
        {
            if (IsFromGit(line) || KeyLength(line) > 0)
            {
                (trailers, continuations, fromGit) = (trailers + 1, 0, fromGit || IsFromGit(line));
            }
            else if (IsComment(line))
            {
                (others, continuations) = (others + continuations, 0);
            }
            else if (IsContinuation(line))
            {
                continuations++;
            }
            else
            {
                (others, continuations) = (others + continuations + 1, 0);
            }
        }

        others += continuations;
        return fromGit ? trailers * 3 >= others : trailers > 0 && others == 0;
    }

    private static List<Trailer> Collect(string[] lines)
    {
        var trailers = new List<Trailer>();
        var isOpen = false;
        foreach (var line in lines)
        {
            if (isOpen && IsContinuation(line))
            {
                var last = trailers[^1];
                CollectionsMarshal.AsSpan(trailers)[^1] = last with { Value = $"{last.Value} {line.Trim()}".Trim() };
                continue;
            }

            var length = KeyLength(line);
            isOpen = length > 0 && trailers.Count < GitLimits.Trailers;
            if (isOpen) trailers.Add(new Trailer(line[..length].TrimEnd(), line[(line.IndexOf(':', length) + 1)..].Trim()));
        }

        return trailers;
    }

    private static bool IsFromGit(string line) =>
        line.StartsWith("Signed-off-by: ", StringComparison.Ordinal) || line.StartsWith("(cherry picked from commit ", StringComparison.Ordinal);

    private static bool IsContinuation(string line) => line.Length > 0 && char.IsWhiteSpace(line[0]);

    private static bool IsComment(string line) => line.StartsWith('#');

    /// <summary>Letters, digits and hyphens before a colon, with blanks allowed between the two; 0 when the line has no key.</summary>
    private static int KeyLength(string line)
    {
        var length = 0;
        while (length < line.Length && (char.IsAsciiLetterOrDigit(line[length]) || line[length] == '-')) length++;
        var colon = length;
        while (length > 0 && colon < line.Length && line[colon] is ' ' or '\t') colon++;
        return colon < line.Length && line[colon] == ':' ? length : 0;
    }
}
