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
    public void Url_loses_credentials(string url, string expected) => Assert.Equal(expected, BoundedText.Url(url));

    [Theory]
    [InlineData("clone \"https://bot:secret@git.example.com/a.git\" and oci://u:p@r.example.com: denied", "clone \"https://***@git.example.com/a.git\" and oci://***@r.example.com: denied")]
    [InlineData("mail anna@example.com about https://git.example.com/a", "mail anna@example.com about https://git.example.com/a")]
    public void Message_masks_credentials_in_urls(string text, string expected) => Assert.Equal(expected, BoundedText.Message(text));

    [Fact]
    public void Message_too_long_is_cut_between_characters()
    {
        var cut = BoundedText.Message(string.Concat(Enumerable.Repeat("😀", 5_000)))!;
        Assert.Equal((ApplicationLimits.Message - 1, '…'), (cut.Length, cut[^1]));
        Assert.True(char.IsLowSurrogate(cut[^2]));
    }
}
