using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Service.Sources.Git.Messages;

namespace GrafanaGitOps.Service.Tests.Sources.Git.Messages;

public sealed class CommitMessageTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A message in a file of its own; <c>merge-</c> in the name gives it two parents.</summary>
    [Fact]
    public void Parse_messages_as_people_and_hosts_write_them()
    {
        var folder = Path.Combine(Repository.Root, "tests/GrafanaGitOps.Service.Tests/Sources/Git/Messages/messages");
        var parsed = Directory.GetFiles(folder, "*.txt").Order(StringComparer.Ordinal).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            file => CommitMessage.Parse(File.ReadAllText(file), Path.GetFileName(file).StartsWith("merge-", StringComparison.Ordinal), new IssueKeys([])));

        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Git/Messages/messages.golden.json", JsonSerializer.Serialize(parsed, Indented) + "\n");
    }

    [Fact]
    public void Parse_any_text_never_throws_and_keeps_limits()
    {
        string[] pieces = ["feat", "(", ")", "!", ": ", ":", "\n", "\n\n", "BREAKING CHANGE: ", "BREAKING-CHANGE", " #", "Refs: ", "Signed-off-by: ", "(#1)", "(!99999999999)", "This reverts commit ", "0123456789abcdef", "Merge pull request #", "See merge request a!1", "ABC-1", " ", "\t", "\r", "\0", "\ud800", "é", "#", "Co-authored-by: A <a@b>"];
        var messages = Gen.Elements(pieces).ListOf().Select(string.Concat);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(messages.ToArbitrary(), message =>
        {
            var parsed = CommitMessage.Parse(message, isMerge: false, new IssueKeys([]));
            return parsed.ChangeType.Length > 0 && !parsed.Subject.Contains('\n') && parsed.PullRequest is null or > 0;
        }));
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll<string>(text => CommitMessage.Parse(text ?? "", true, new IssueKeys([])).Subject is not null));
    }

    [Fact]
    public void Parse_well_formed_conventional_messages_come_back_whole()
    {
        var word = Gen.Elements("alpha", "beta", "gamma-delta", "x1");
        var footers = Gen.Zip(Gen.Elements("Refs", "Reviewed-by", "BREAKING CHANGE", "BREAKING-CHANGE", "Closes"), Gen.Elements("one", "two words", "over\nlines", "12")).ListOf();
        var commits =
            from type in Gen.Elements("feat", "fix", "chore", "my-type")
            from scope in Gen.OneOf(Gen.Constant<string?>(null), word.Select(text => (string?)text))
            from mark in Gen.Elements(true, false)
            from description in word.NonEmptyListOf().Select(words => string.Join(' ', words))
            from paragraphs in word.ListOf()
            from ends in footers
            select (type, scope, mark, description, paragraphs, ends);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1_000), Prop.ForAll(commits.ToArbitrary(), commit =>
        {
            var text = new StringBuilder(commit.type).Append(commit.scope is null ? "" : $"({commit.scope})").Append(commit.mark ? "!: " : ": ").Append(commit.description);
            foreach (var paragraph in commit.paragraphs) text.Append("\n\n").Append(paragraph);
            text.Append('\n');
            foreach (var (token, value) in commit.ends) text.Append('\n').Append(token).Append(char.IsAsciiDigit(value[0]) ? " #" : ": ").Append(value);

            var (subject, body) = CommitMessage.Split(text.ToString());
            var parsed = ConventionalCommit.Parse(subject, body)!;
            (parsed.Type, parsed.Scope, parsed.Description).Should().Be((commit.type, commit.scope, commit.description));
            parsed.Breaking.Should().Be(commit.mark || commit.ends.Any(end => end.Item1.StartsWith("BREAKING", StringComparison.Ordinal)));
            parsed.Footers.Select(footer => (footer.Token, footer.Value)).Should().Equal(commit.ends.Select(end => (end.Item1, end.Item2)));
        }));
    }

    [Fact]
    public void Issue_keys_are_found_by_configured_patterns_and_slow_ones_find_nothing()
    {
        new IssueKeys(["GH-\\d+", "#(\\d+)"]).Find("GH-5 and #12, GH-5").Should().Equal("GH-5", "12");
        new IssueKeys([]).Find("ABC-1: UTF-8, SHA-256, CVE-2024-1, v1-2, ABC-1, a/XY-3 (X2-34).").Should().Equal("ABC-1", "X2-34");
        new IssueKeys(["(a+)+$", "ok"]).Find(new string('a', 60) + "! ok").Should().Equal("ok");
    }
}
