using System.Text;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// Patterns as Argo CD takes them for values files and for files of a directory: <c>*</c>, <c>**</c>, <c>?</c>, <c>[a-z]</c>, <c>[!a-z]</c>,
/// <c>{a,b}</c>, and <c>\</c> before what is to be plain.
/// </summary>
internal sealed class GlobText
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;
    private const int Longest = 1_000;

    private static readonly char[] Special = ['*', '?', '[', '{'];

    private readonly StringBuilder _result = new(@"\A");
    private readonly string _text;
    private readonly bool _hasFolders;
    private int _place;
    private int _open;

    private GlobText(string text, bool hasFolders) => (_text, _hasFolders) = (text, hasFolders);

    /// <summary>Whether the text is more than a plain path.</summary>
    public static bool IsPattern(string text) => text.IndexOfAny(Special) >= 0;

    /// <summary>The pattern as an expression, linear in the text; null when it is none.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="hasFolders">Whether <c>/</c> is taken by <c>**</c> alone; else by any wildcard.</param>
    public static Regex? Translate(string text, bool hasFolders)
    {
        if (text.Length > Longest) return null;
        var glob = new GlobText(text, hasFolders);
        for (; glob._place < text.Length; glob._place++)
            if (!glob.TryNext()) return null;
        try
        {
            return glob._open == 0 ? new Regex(glob._result.Append(@"\z").ToString(), Options) : null;
        }
        catch (ArgumentException)
        {
            // Such as a range that is turned about.
            return null;
        }
    }

    private bool TryNext()
    {
        switch (_text[_place])
        {
            case '*':
                AddStars();
                return true;
            case '?':
                _result.Append(_hasFolders ? "[^/]" : ".");
                return true;
            case '[':
                return TryClass();
            case '{':
                _open++;
                _result.Append("(?:");
                return true;
            case '}' when _open > 0:
                _open--;
                _result.Append(')');
                return true;
            case ',' when _open > 0:
                _result.Append('|');
                return true;
            case '\\' when ++_place >= _text.Length:
                return false;
            default:
                _result.Append(Regex.Escape(_text[_place].ToString()));
                return true;
        }
    }

    private void AddStars()
    {
        var rest = _text.AsSpan(_place);
        if (!rest.StartsWith("**"))
        {
            _result.Append(_hasFolders ? "[^/]*" : ".*");
            return;
        }

        // A whole part of a path stands for any number of folders, also for none.
        var isPart = _hasFolders && rest.StartsWith("**/") && (_place == 0 || _text[_place - 1] == '/');
        _result.Append(isPart ? "(?:.*/)?" : ".*");
        _place += isPart ? 2 : 1;
    }

    private bool TryClass()
    {
        var end = _text.IndexOf(']', Math.Min(_text.Length, _place + 2));
        if (end < 0) return false;
        var content = _text.AsSpan(_place + 1, end - _place - 1);
        _result.Append('[');
        if (content is ['!' or '^', ..])
        {
            _result.Append('^');
            content = content[1..];
        }

        foreach (var character in content) _result.Append(character == '-' ? "-" : $"\\u{(int)character:x4}");
        _result.Append(']');
        _place = end;
        return true;
    }
}
