using GrafanaGitOps.Service.Inbox;
using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Inbox;

public sealed class PushFetchTests
{
    private readonly List<string> _fetched = [];

    private readonly GitOptions _options = new()
    {
        Repositories =
        [
            new() { Url = "git@github.com:org/Shop.git" },
            new() { Url = "https://gitlab.example.com:8443/org/platform", Branches = ["main", "env/*"] },
            new() { Name = "platform-old", Url = "https://bob:token@gitlab.example.com:8443/org/platform.git", Branches = ["old", "env/prod"] },
        ],
    };

    [Theory]
    [InlineData("https://github.com/org/shop.git", "main", "Shop", "Fetches Shop: alice pushed 1113728 to main.")]
    [InlineData("ssh://git@gitlab.example.com:2222/org/platform.git", "env/test", "platform", "Fetches platform: alice pushed 1113728 to env/test.")]
    [InlineData("https://gitlab.example.com:8443/org/platform", "env/prod", "platform platform-old", "Fetches platform, platform-old: alice pushed 1113728 to env/prod.")]
    public void Push_fetches_every_repository_that_reads_the_branch(string url, string branch, string fetched, string text)
    {
        var outcome = Fetch(new BranchPush(["https://elsewhere.example.com/mirror.git", url], branch)
        { After = "1113728f27ae82c7b1a177c8d03f9e96e0adf246", Pusher = "alice", DefaultBranch = "main" });

        outcome.Should().Be(HookOutcome.Done(text));
        _fetched.Should().Equal(fetched.Split(' '));
    }

    [Theory]
    [InlineData("https://github.com/org/other.git", "main", "https://github.com/org/other.git is not in git.repositories.")]
    [InlineData("https://github.com/org/shop.git", "topic", "The branch topic of Shop is not read (branches).")]
    [InlineData("https://gitlab.example.com:8443/org/platform", "topic", "The branch topic of platform is not read (branches).")]
    [InlineData("::", "main", ":: is not in git.repositories.")]
    public void Push_that_is_of_no_use_fetches_nothing(string url, string branch, string text)
    {
        Fetch(new BranchPush([url], branch) { DefaultBranch = "main" }).Should().Be(HookOutcome.Ignored(text));
        _fetched.Should().BeEmpty();
    }

    [Fact]
    public void Branch_that_was_deleted_is_fetched_too() =>
        Fetch(new BranchPush(["https://github.com/org/shop"], "main")).Should().Be(HookOutcome.Done("Fetches Shop: somebody deleted main."));

    private HookOutcome Fetch(BranchPush push) => new PushFetch(_options, _fetched.Add).Fetch(push);
}
