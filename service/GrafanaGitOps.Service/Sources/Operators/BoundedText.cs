using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Texts from outside, cut to their limits and without the credentials that people put into URLs.</summary>
internal static class BoundedText
{
    /// <summary>A message; null for none.</summary>
    public static string? Message(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : ForeignText.Cut(ForeignText.WithoutCredentials(text.Trim()), ApplicationLimits.Message);

    /// <summary>A name, path or revision; null for none.</summary>
    public static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : ForeignText.Cut(text, ApplicationLimits.Text);

    /// <summary>A URL without credentials; null for none.</summary>
    public static string? Url(string? url) => string.IsNullOrEmpty(url) ? null : ForeignText.Cut(WithoutUser(url), ApplicationLimits.Text);

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
}
