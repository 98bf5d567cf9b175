using System.Buffers;
using System.Text;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Texts from outside, cut to their limits and without the credentials that people put into URLs.</summary>
internal static class BoundedText
{
    /// <summary>Stands where credentials stood.</summary>
    private const string Mask = "***";

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create(" \t\r\n/?#\"'`<>");

    /// <summary>A message; null for none.</summary>
    public static string? Message(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : Cut(WithoutCredentials(text.Trim()), ApplicationLimits.Message);

    /// <summary>A name, path or revision; null for none.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : Cut(text, ApplicationLimits.Text);

    /// <summary>A URL without credentials; null for none.</summary>
    public static string? Url(string? url) => string.IsNullOrEmpty(url) ? null : Cut(WithoutUser(url), ApplicationLimits.Text);

    /// <summary>A text for an error or a notice: short, on one line.</summary>
    public static string Line(string? text)
    {
        var cut = Cut(WithoutCredentials(text ?? ""), 253);
        return cut.Any(char.IsControl) ? string.Concat(cut.Select(letter => char.IsControl(letter) ? '?' : letter)) : cut;
    }

    /// <summary>The first entries of a list that may hold nulls, each a text.</summary>
    public static IReadOnlyList<string> List(IEnumerable<string?>? texts, int limit)
    {
        if (texts is null) return [];
        var list = new List<string>();
        foreach (var text in texts)
        {
            if (list.Count == limit) break;
            if (Text(text) is { } kept) list.Add(kept);
        }

        return list;
    }

    private static string Cut(string text, int limit)
    {
        if (text.Length <= limit) return text;
        var end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }

    /// <summary>Takes user and password out of a URL; a user alone, such as git@, is no secret unless it is a token, so it goes too, but for ssh.</summary>
    private static string WithoutUser(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return url;
        var authority = url.AsSpan(scheme + 3);
        if (authority.IndexOfAny('/', '?', '#') is >= 0 and var end) authority = authority[..end];
        var at = authority.LastIndexOf('@');
        if (at < 0) return url;
        var isPlainSsh = url.StartsWith("ssh://", StringComparison.OrdinalIgnoreCase) && !authority[..at].Contains(':');
        return isPlainSsh ? url : string.Concat(url.AsSpan(0, scheme + 3), url.AsSpan(scheme + 3 + at + 1));
    }

    /// <summary>Masks user and password in every URL of a longer text.</summary>
    private static string WithoutCredentials(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal) || !text.Contains('@')) return text;
        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (rest.IndexOf("://") is >= 0 and var scheme)
        {
            result.Append(rest[..(scheme + 3)]);
            rest = rest[(scheme + 3)..];
            var end = rest.IndexOfAny(AuthorityEnd);
            var at = (end < 0 ? rest : rest[..end]).LastIndexOf('@');
            if (at < 0) continue;
            result.Append(Mask);
            rest = rest[at..];
        }

        return result.Append(rest).ToString();
    }
}
