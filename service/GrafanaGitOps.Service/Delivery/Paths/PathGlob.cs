using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>Files that count by a pattern of their whole path.</summary>
internal sealed class PathGlob
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private readonly Func<string, bool> _matches;

    private PathGlob(string text, string folder, Func<string, bool> matches) => (Text, Folder, _matches) = (text, folder, matches);

    /// <summary>As written; the same text stands for the same files.</summary>
    public string Text { get; }

    /// <summary>The longest folder that all matches are in.</summary>
    public string Folder { get; }

    public bool Matches(string path) => _matches(path);

    /// <summary>A pattern with <c>**</c> and <c>{a,b}</c>, as <see cref="GlobText"/> reads them; null when it is none.</summary>
    public static PathGlob? Pattern(string text) =>
        GlobText.Translate(text, hasFolders: true) is { } pattern ? new PathGlob(text, FolderOf(text), pattern.IsMatch) : null;

    /// <summary>Files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="isDeep">Whether those of folders below count too.</param>
    /// <param name="endings">The endings of their names.</param>
    /// <param name="except">Folders below that count in another way.</param>
    /// <param name="isAsked">Tells by the path from the folder whether a file is asked for; null for all, with its text.</param>
    public static PathGlob Below(
        string folder, bool isDeep, IReadOnlyList<string> endings, IReadOnlyList<string> except, (string Text, Func<string, bool> Matches)? isAsked = null)
    {
        var start = folder.Length == 0 ? "" : folder + "/";
        var excepted = except.Select(other => other + "/").ToArray();
        var text = $"{start}{(isDeep ? "**" : "*")}{{{string.Join(',', endings)}}} {isAsked?.Text} !{string.Join(" !", except)}".TrimEnd(' ', '!');
        return new PathGlob(text, folder, path =>
            path.StartsWith(start, StringComparison.Ordinal) && (isDeep || path.IndexOf('/', start.Length) < 0)
            && endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            && !excepted.Any(other => path.StartsWith(other, StringComparison.Ordinal))
            && (isAsked is not { } asked || asked.Matches(path[start.Length..])));
    }

    /// <summary>
    /// A pattern as Argo CD matches it against a whole path (Go's <c>filepath.Match</c>): <c>*</c> and <c>?</c> take no <c>/</c>,
    /// <c>[a-z]</c> and <c>[^a-z]</c> one character, <c>\</c> makes the next one plain. There is no <c>**</c>. False for what holds no
    /// wildcard, and for a pattern that is none, which Argo CD takes as a plain path too.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathGlob? glob)
    {
        glob = null;
        if (text.IndexOfAny(['*', '?', '[']) < 0 || text.Length > PathLimits.PathLength) return false;
        var pattern = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
            if (!TryTranslate(text, ref i, pattern)) return false;
        // Linear in the path, whatever the pattern is.
        glob = new PathGlob(text, FolderOf(text), new Regex(pattern.Append(@"\z").ToString(), Options).IsMatch);
        return true;
    }

    private static string FolderOf(string text) => RepositoryPath.Parent(text[..text.IndexOfAny(['*', '?', '[', '{', '\\'])]);

    private static bool TryTranslate(string text, ref int i, StringBuilder pattern)
    {
        switch (text[i])
        {
            case '*':
                pattern.Append("[^/]*");
                return true;
            case '?':
                pattern.Append("[^/]");
                return true;
            case '[':
                return TryTranslateClass(text, ref i, pattern);
            case '\\' when ++i >= text.Length:
                return false;
            default:
                pattern.Append(Regex.Escape(text[i].ToString()));
                return true;
        }
    }

    private static bool TryTranslateClass(string text, ref int i, StringBuilder pattern)
    {
        i++;
        pattern.Append('[');
        if (i < text.Length && text[i] == '^')
        {
            pattern.Append('^');
            i++;
        }

        for (var isEmpty = true; ; isEmpty = false)
        {
            if (i < text.Length && text[i] == ']' && !isEmpty)
            {
                pattern.Append(']');
                return true;
            }

            if (!TryBound(text, ref i, out var low)) return false;
            var high = low;
            if (i < text.Length && text[i] == '-')
            {
                i++;
                if (!TryBound(text, ref i, out high)) return false;
            }

            // Go takes a range that is turned about for one that holds nothing.
            if (high >= low) pattern.Append($"\\u{(int)low:x4}-\\u{(int)high:x4}");
        }
    }

    private static bool TryBound(string text, ref int i, out char bound)
    {
        bound = '\0';
        if (i >= text.Length || text[i] is '-' or ']') return false;
        if (text[i] == '\\' && ++i >= text.Length) return false;
        bound = text[i++];
        return i < text.Length;
    }
}
