using System.Text;
using GrafanaGitOps.Service.Cleaning;

namespace GrafanaGitOps.Service.Rules.PromQl;

/// <summary>Cuts PromQL into pieces, with Grafana's variables where dashboards have them. Follows Prometheus' querying/basics documentation.</summary>
internal ref struct PromLexer(string text)
{
    private static readonly string[] TwoSigns = ["=~", "!~", "!=", "==", "<=", ">="];

    private int _at;

    public static List<PromToken> Read(string text)
    {
        var lexer = new PromLexer(text);
        var tokens = new List<PromToken>();
        while (lexer.Next() is { } token) tokens.Add(token);
        return tokens;
    }

    private PromToken? Next()
    {
        SkipBlanks();
        if (_at == text.Length) return null;
        var first = text[_at];
        if (first is '"' or '\'' or '`') return new PromToken(PromTokenKind.Text, Quoted(first));
        if (char.IsAsciiDigit(first) || (first == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            return new PromToken(PromTokenKind.Number, While(static c => char.IsAsciiLetterOrDigit(c) || c is '.'));
        if (IsNameStart(first) || IsVariable()) return Name();
        return new PromToken(PromTokenKind.Sign, Sign());
    }

    private static bool IsNameStart(char character) => char.IsAsciiLetter(character) || character is '_' or ':';

    // $name, ${name:format}, and [[name]], which Grafana still reads; a range begins with a single bracket.
    private readonly bool IsVariable() => text.AsSpan(_at) is ['$', ..] or ['[', '[', ..];

    /// <summary>A name, of which variables may be parts: <c>${metric}_bucket</c>.</summary>
    private PromToken Name()
    {
        var (start, hasVariable) = (_at, false);
        while (_at < text.Length)
        {
            if (IsVariable())
            {
                SkipVariable();
                hasVariable = true;
            }
            else if (IsNameStart(text[_at]) || char.IsAsciiDigit(text[_at]))
            {
                _at++;
            }
            else
            {
                break;
            }
        }

        return new PromToken(hasVariable ? PromTokenKind.Variable : PromTokenKind.Name, text[start.._at]);
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] == '#')
                while (_at < text.Length && text[_at] != '\n') _at++;
            else if (char.IsWhiteSpace(text[_at]))
                _at++;
            else
                return;
        }
    }

    private string While(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return text[start.._at];
    }

    private void SkipVariable()
    {
        var end = text[_at] == '[' ? "]]" : text.AsSpan(_at).StartsWith("${") ? "}" : "";
        if (end.Length == 0)
        {
            _at++;
            return;
        }

        var close = text.IndexOf(end, _at, StringComparison.Ordinal);
        if (close < 0) throw new PromQlException($"the variable {ForeignText.Line(text[_at..], 40)} does not end");
        _at = close + end.Length;
    }

    private string Quoted(char quote)
    {
        var value = new StringBuilder();
        for (var at = _at + 1; at < text.Length; at++)
        {
            if (text[at] == quote)
            {
                _at = at + 1;
                return value.ToString();
            }

            // Kept as between double quotes. What an escape stands for matters to nobody here, but an escaped quote does not end the text.
            if (text[at] == '\\' && quote != '`' && at + 1 < text.Length) value.Append(text[at++]);
            else if (text[at] is '"' or '\\') value.Append('\\');
            value.Append(text[at]);
        }

        throw new PromQlException($"the text {ForeignText.Line(text[_at..], 40)} does not end");
    }

    private string Sign()
    {
        foreach (var sign in TwoSigns)
        {
            if (!text.AsSpan(_at).StartsWith(sign)) continue;
            _at += sign.Length;
            return sign;
        }

        return text[_at++].ToString();
    }
}

/// <summary>An expression that cannot be read; the message says what is wrong with it.</summary>
internal sealed class PromQlException(string message) : Exception(message);
