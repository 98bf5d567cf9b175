using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Tests.Sources.Operators;

public sealed class BoundedTextTests
{
    [Theory]
    [InlineData("https://git.example.com/a.git", "https://git.example.com/a.git")]
    [InlineData("https://bot:secret@git.example.com/a.git", "https://git.example.com/a.git")]
    [InlineData("https://token@git.example.com", "https://git.example.com")]
    [InlineData("https://git.example.com/@scope/a", "https://git.example.com/@scope/a")]
    [InlineData("ssh://git@git.example.com/a.git", "ssh://git@git.example.com/a.git")]
    [InlineData("ssh://git:secret@git.example.com/a.git", "ssh://git.example.com/a.git")]
    [InlineData("git@git.example.com:a.git", "git@git.example.com:a.git")]
    public void Url_loses_credentials(string url, string expected) => BoundedText.Url(url).Should().Be(expected);

    [Theory]
    [InlineData("clone \"https://bot:secret@git.example.com/a.git\" and oci://u:p@r.example.com: denied", "clone \"https://***@git.example.com/a.git\" and oci://***@r.example.com: denied")]
    [InlineData("mail anna@example.com about https://git.example.com/a", "mail anna@example.com about https://git.example.com/a")]
    public void Message_masks_credentials_in_urls(string text, string expected) => BoundedText.Message(text).Should().Be(expected);

    [Fact]
    public void Message_too_long_is_cut_between_characters()
    {
        var cut = BoundedText.Message(string.Concat(Enumerable.Repeat("😀", 5_000)))!;
        (cut.Length, cut[^1]).Should().Be((ApplicationLimits.Message - 1, '…'));
        char.IsLowSurrogate(cut[^2]).Should().BeTrue();
    }
}
