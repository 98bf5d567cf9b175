using System.Buffers;
using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Cleaning;

/// <summary>Texts that others wrote, made fit for a log line, an error, a notice or a terminal.</summary>
internal static partial class ForeignText
{
    /// <summary>Characters that are quoted of a text: the longest name in Kubernetes.</summary>
    public const int QuotedLength = 253;

    /// <summary>Characters that are quoted of an error or a longer message.</summary>
    public const int MessageLength = 500;

    private const string Mask = "***";

    // Control characters make lines, move the cursor or hide text; the others turn the direction of writing.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue).Select(number => (char)number).Where(char.IsControl), .. "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069"]);

    /// <summary>One line of at most so many characters without credentials; empty for none.</summary>
    public static string Line(string? text, int limit = QuotedLength) => Cut(OneLine(WithoutCredentials(text ?? "")).Trim(), limit);

    /// <summary>The whole text on one line, as a terminal may show it.</summary>
    public static string OneLine(string text) =>
        text.AsSpan().ContainsAny(Unsafe)
            ? string.Concat(text.Select(letter => Unsafe.Contains(letter) ? ' ' : letter))
            : text;

    /// <summary>At most so many characters, the last of which says that something was cut; never half a surrogate pair.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Masks user and password in every URL of a text.</summary>
    public static string WithoutCredentials(string text) =>
        text.Contains("://", StringComparison.Ordinal) ? UserInfo().Replace(text, $"://{Mask}@") : text;

    /// <summary>The same, and masks the given secrets as written and percent-encoded.</summary>
    public static string WithoutSecrets(string text, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Where(secret => secret.Length > 0).OrderByDescending(secret => secret.Length))
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
            text = text.Replace(Uri.EscapeDataString(secret), Mask, StringComparison.OrdinalIgnoreCase);
        }

        return WithoutCredentials(text);
    }

    [GeneratedRegex("""://[^/\s"'`<>]*@""")]
    private static partial Regex UserInfo();
}
