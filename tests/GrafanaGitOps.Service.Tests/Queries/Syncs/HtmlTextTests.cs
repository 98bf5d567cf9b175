using GrafanaGitOps.Service.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

public sealed class HtmlTextTests
{
    [Theory]
    [InlineData("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")]
    [InlineData("\" onmouseover='x' &amp;", "&quot; onmouseover=&#39;x&#39; &amp;amp;")]
    [InlineData("Zoë\r\n\0\u001b[31m", "Zoë    [31m")]
    public void Text_from_outside_stays_text(string text, string expected) => new HtmlText().Text(text).Written.Should().Be(expected);

    [Fact]
    public void Link_cannot_be_left_by_its_address() => Link("x<", "https://example.org/?a=\">").Should().Be(
        "<a href=\"https://example.org/?a=&quot;&gt;\" target=\"_blank\" rel=\"noopener\">x&lt;</a>");

    [Fact]
    public void Link_without_an_address_is_text() => Link("a&b", null).Should().Be("a&amp;b");

    private static string Link(string text, string? url) => new HtmlText().Link(text, url).Written;
}
