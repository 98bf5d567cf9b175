using System.Buffers;
using System.Text;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Simple HTML, as annotations show it, one text after the other. Whatever comes from outside is escaped.</summary>
internal sealed class HtmlText
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. "&<>\"'", .. Enumerable.Range(0, 256).Select(number => (char)number).Where(char.IsControl)]);

    private readonly StringBuilder _text = new();

    /// <summary>The text so far.</summary>
    public string Written => _text.ToString();

    /// <summary>Begins another text.</summary>
    public HtmlText Begin()
    {
        _text.Clear();
        return this;
    }

    /// <summary>Begins a line.</summary>
    public HtmlText Line() => _text.Length == 0 ? this : Html("<br>");

    /// <summary>HTML of our own, or a text that cannot hold any.</summary>
    public HtmlText Html(ReadOnlySpan<char> html)
    {
        _text.Append(html);
        return this;
    }

    /// <summary>The text as a reader sees it, in an element or an attribute; control characters become spaces.</summary>
    public HtmlText Text(ReadOnlySpan<char> text)
    {
        for (var special = text.IndexOfAny(Escaped); special >= 0; special = text.IndexOfAny(Escaped))
        {
            Html(text[..special]).Html(text[special] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => " ",
            });
            text = text[(special + 1)..];
        }

        return Html(text);
    }

    /// <summary>The text as a link, or alone when there is no address.</summary>
    public HtmlText Link(ReadOnlySpan<char> text, ReadOnlySpan<char> url) => url.IsEmpty
        ? Text(text)
        : Html("<a href=\"").Text(url).Html("\" target=\"_blank\" rel=\"noopener\">").Text(text).Html("</a>");
}
