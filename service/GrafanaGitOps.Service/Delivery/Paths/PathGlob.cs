using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// A pattern as Argo CD matches it against a whole path (Go's <c>filepath.Match</c>): <c>*</c> and <c>?</c> take no <c>/</c>, <c>[a-z]</c>
/// and <c>[^a-z]</c> one character, <c>\</c> makes the next one plain. There is no <c>**</c>.
/// </summary>
internal sealed class PathGlob
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;

    private readonly Regex _pattern;

    private PathGlob(string text, Regex pattern) => (Text, _pattern) = (text, pattern);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The longest folder that all matches are in.</summary>
    public string Folder => RepositoryPath.Parent(Text[..Text.IndexOfAny(['*', '?', '[', '\\'])]);

    public bool Matches(string path) => _pattern.IsMatch(path);

    /// <summary>False for what holds no wildcard, and for a pattern that is none, which Argo CD takes as a plain path too.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PathGlob? glob)
    {
        glob = null;
        if (text.IndexOfAny(['*', '?', '[']) < 0 || text.Length > PathLimits.PathLength) return false;
        var pattern = new StringBuilder(@"\A");
        for (var i = 0; i < text.Length; i++)
            if (!TryTranslate(text, ref i, pattern)) return false;
        // Linear in the path, whatever the pattern is.
        glob = new PathGlob(text, new Regex(pattern.Append(@"\z").ToString(), Options));
        return true;
    }

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
