using System.Buffers;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Simple HTML, as annotations show it, one text after the other. Whatever comes from outside is escaped.</summary>
internal sealed class HtmlText
{
    private static readonly SearchValues<char> Escaped =
        SearchValues.Create([.. "&<>\"'", .. Enumerable.Range(0, 256).Select(number => (char)number).Where(char.IsControl)]);

    private readonly CellText _text = new();

    /// <summary>The text so far; true until the next one begins.</summary>
    public ReadOnlySpan<char> Written => _text.Written;

    /// <summary>Begins another text.</summary>
    public HtmlText Begin()
    {
        _text.Begin();
        return this;
    }

    /// <summary>Begins a line.</summary>
    public HtmlText Line() => _text.IsEmpty ? this : Html("<br>");

    /// <summary>HTML of our own, or a text that cannot hold any.</summary>
    public HtmlText Html(ReadOnlySpan<char> html)
    {
        _text.Add(html);
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
