using System.Buffers;
using System.Text;

namespace GrafanaGitOps.Service.Queries.Past;

/// <summary>Simple HTML, as annotations show it. Whatever comes from outside goes through <see cref="Escape"/>.</summary>
internal static class HtmlText
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. "&<>\"'", .. Enumerable.Range(0, 256).Select(number => (char)number).Where(char.IsControl)]);

    /// <summary>The text as a reader sees it, in an element or an attribute; control characters become spaces.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny(Escaped)) return text;
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            _ = character switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                _ => escaped.Append(char.IsControl(character) ? ' ' : character),
            };
        }

        return escaped.ToString();
    }

    /// <summary>The text as a link, or alone when there is no address.</summary>
    public static string Link(string text, string? url) =>
        url is null ? Escape(text) : $"<a href=\"{Escape(url)}\" target=\"_blank\" rel=\"noopener\">{Escape(text)}</a>";
}
