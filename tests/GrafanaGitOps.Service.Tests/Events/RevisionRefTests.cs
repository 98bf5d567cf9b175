using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Events;

public sealed class RevisionRefTests
{
    private const string Sha1 = "0123456789abcdef0123456789abcdef01234567";
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData($"main@sha1:{Sha1}", "main", "sha1", Sha1, null, null)]
    [InlineData($"refs/heads/main@sha1:{Sha1}", "refs/heads/main", "sha1", Sha1, null, null)]
    [InlineData($"release@2026@sha1:{Sha1}", "release@2026", "sha1", Sha1, null, null)]
    [InlineData($"v1.0.0@sha1:{Sha1}", "v1.0.0", "sha1", Sha1, "v1.0.0", null)]
    [InlineData($"6.5.4@sha256:{Sha256}", "6.5.4", "sha256", Sha256, "6.5.4", null)]
    [InlineData($"sha256:{Sha256}", null, "sha256", Sha256, null, null)]
    [InlineData($"sha1:{Sha1}", null, "sha1", Sha1, null, null)]
    [InlineData($"@sha1:{Sha1}", null, "sha1", Sha1, null, null)]
    [InlineData(Sha1, null, "sha1", Sha1, null, null)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567", null, "sha1", Sha1, null, null)]
    [InlineData(Sha256, null, "sha256", Sha256, null, null)]
    [InlineData($"main/{Sha1}", "main", "sha1", Sha1, null, null)]
    [InlineData($"feature/x/{Sha1}", "feature/x", "sha1", Sha1, null, null)]
    [InlineData("1.2.3", null, null, null, "1.2.3", null)]
    [InlineData("v1.2", null, null, null, "v1.2", null)]
    [InlineData("1.2.3-rc.1+0123456789ab", null, null, null, "1.2.3-rc.1", "0123456789ab")]
    [InlineData("1.2.3+0123456789ab.1", null, null, null, "1.2.3", "0123456789ab")]
    [InlineData("1.2.3+build", null, null, null, "1.2.3", null)]
    [InlineData("0123456", "0123456", null, null, null, "0123456")]
    [InlineData("0123ABCDEF", "0123ABCDEF", null, null, null, "0123abcdef")]
    [InlineData("012345", "012345", null, null, null, null)]
    [InlineData("main", "main", null, null, null, null)]
    [InlineData("HEAD", "HEAD", null, null, null, null)]
    [InlineData("main@sha1:nothex", "main@sha1:nothex", null, null, null, null)]
    [InlineData("18.x", "18.x", null, null, null, null)]
    public void Parse_form_gives_its_parts(string text, string? reference, string? algorithm, string? digest, string? version, string? prefix)
    {
        var expected = new RevisionRef { Text = text, Reference = reference, Algorithm = algorithm, Digest = digest, Version = version, DigestPrefix = prefix };
        RevisionRef.Parse(text).Should().Be(expected);
    }

    [Theory]
    [InlineData(null), InlineData(""), InlineData("  ")]
    public void Parse_nothing_is_null(string? text) => RevisionRef.Parse(text).Should().BeNull();

    [Theory]
    [InlineData($"main@sha1:{Sha1}", Sha1, true)]
    [InlineData($"main@sha1:{Sha1}", $"main/{Sha1}", true)]
    [InlineData($"6.5.4@sha256:{Sha256}", "6.5.4+0123456789ab", true)]
    [InlineData($"6.5.5@sha256:{Sha256}", "6.5.4+0123456789ab", false)]
    [InlineData($"6.5.4@sha256:{Sha256}", "6.5.4+ffffffffffff", false)]
    [InlineData("v6.5.4", "6.5.4+0123456789ab", true)]
    [InlineData("6.5.4", "6.5.5", false)]
    [InlineData("main", "main", true)]
    [InlineData("main", Sha1, false)]
    [InlineData("0123456789", Sha1, true)]
    [InlineData("0123456788", Sha1, false)]
    [InlineData("0123456789", $"main@sha1:{Sha1}", true)]
    public void Matches_compares_content_as_far_as_both_say_it(string one, string other, bool same)
    {
        RevisionRef.Parse(one)!.Matches(RevisionRef.Parse(other)!).Should().Be(same);
        RevisionRef.Parse(other)!.Matches(RevisionRef.Parse(one)!).Should().Be(same);
    }

    [Fact]
    public void Parse_any_text_keeps_it_and_matches_itself() => Check.QuickThrowOnFailure(Prop.ForAll<string?, string?>((left, right) =>
        RevisionRef.Parse($"{left}@sha256:{right}") is { } parsed && parsed.Matches(parsed)
        && (RevisionRef.Parse(left) is not { } alone || (alone.Matches(alone) && alone.Text == left!.Trim()))));

    [Fact]
    public void Parse_long_text_is_cut() => RevisionRef.Parse(new string('x', 100_000))!.Text.Length.Should().Be(ApplicationLimits.Text);
}
