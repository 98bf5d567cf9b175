using System.Text;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// Patterns as Argo CD takes them for values files and for files of a directory: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>,
/// <c>{a,b}</c>, and <c>\</c> before what is to be plain.
/// </summary>
internal static class GlobText
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;
    private const int Longest = 1_000;

    private static readonly char[] Special = ['*', '?', '[', '{'];

    /// <summary>Whether the text is more than a plain path.</summary>
    public static bool IsPattern(string text) => text.IndexOfAny(Special) >= 0;

    /// <summary>The pattern as an expression, linear in the text; null when it is none.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="hasFolders">Whether <c>/</c> is taken by <c>**</c> alone; else by any wildcard.</param>
    public static Regex? Translate(string text, bool hasFolders)
    {
        if (text.Length > Longest) return null;
        var (result, open, one) = (new StringBuilder(@"\A"), 0, hasFolders ? "[^/]" : ".");
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    var isWhole = hasFolders && i + 2 < text.Length && text[i + 2] == '/' && (i == 0 || text[i - 1] == '/');
                    result.Append(isWhole ? "(?:.*/)?" : ".*");
                    i += isWhole ? 2 : 1;
                    break;
                case '*':
                    result.Append(one).Append('*');
                    break;
                case '?':
                    result.Append(one);
                    break;
                case '[':
                    var end = text.IndexOf(']', Math.Min(text.Length, i + 2));
                    if (end < 0) return null;
                    AddClass(result, text.AsSpan(i + 1, end - i - 1));
                    i = end;
                    break;
                case '{':
                    open++;
                    result.Append("(?:");
                    break;
                case '}' when open > 0:
                    open--;
                    result.Append(')');
                    break;
                case ',' when open > 0:
                    result.Append('|');
                    break;
                case '\\' when ++i >= text.Length:
                    return null;
                default:
                    result.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }

        try
        {
            return open == 0 ? new Regex(result.Append(@"\z").ToString(), Options) : null;
        }
        catch (ArgumentException)
        {
            // Such as a range that is turned about.
            return null;
        }
    }

    private static void AddClass(StringBuilder result, ReadOnlySpan<char> content)
    {
        result.Append('[');
        if (content is ['!' or '^', ..])
        {
            result.Append('^');
            content = content[1..];
        }

        foreach (var character in content) result.Append(character == '-' ? "-" : $"\\u{(int)character:x4}");
        result.Append(']');
    }
}
