using GrafanaGitOps.Service.Queries.Past;

namespace GrafanaGitOps.Service.Tests.Queries.Past;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onmouseover='x' &amp;", "&quot; onmouseover=&#39;x&#39; &amp;amp;")]
    [InlineData("Zoë\r\n\0\u001b[31m", "Zoë    [31m")]
    public void Text_from_outside_stays_text(string text, string expected) => Assert.Equal(expected, new HtmlText().Text(text).Written.ToString());

    [Fact]
    public void Link_cannot_be_left_by_its_address() => Assert.Equal(
        "<a href=\"https://example.org/?a=&quot;&gt;\" target=\"_blank\" rel=\"noopener\">x&lt;</a>", Link("x<", "https://example.org/?a=\">"));

    [Fact]
    public void Link_without_an_address_is_text() => Assert.Equal("a&amp;b", Link("a&b", null));

    private static string Link(string text, string? url) => new HtmlText().Link(text, url).Written.ToString();
}
