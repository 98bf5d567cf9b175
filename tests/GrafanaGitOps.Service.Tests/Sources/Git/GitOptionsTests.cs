using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

public sealed class GitOptionsTests
{
    [Fact]
    public void Validate_good_options_have_no_errors()
    {
        var options = new GitOptions
        {
            Repositories =
            [
                new RepositoryOptions { Url = "https://github.com/fluxcd/flux2.git", Credentials = new CredentialOptions { Token = "x" } },
                new RepositoryOptions { Url = "git@gitlab.com:group/sub/project.git", Branches = ["main", "release/*"], PollInterval = TimeSpan.FromSeconds(1) },
                new RepositoryOptions { Url = "/srv/git/folder", Name = "team/folder", IssueKeyPatterns = [@"#(\d+)"], Links = new LinkOptions { Web = "https://git.example.com/x", Commit = "https://git.example.com/x/{sha}" } },
            ],
        };
        var errors = new List<string>();

        options.Validate("git", errors);

        errors.Should().BeEmpty();
        options.Repositories.Select(repository => repository.Name).Should().Equal("flux2", "project", "team/folder");
    }

    [Fact]
    public void Validate_bad_options_name_every_key_at_once()
    {
        var options = new GitOptions
        {
            PollInterval = TimeSpan.Zero,
            Parallelism = 0,
            Timeouts = new GitTimeouts { Fetch = TimeSpan.Zero },
            Repositories =
            [
                new RepositoryOptions { Url = "https://example.com/one" },
                new RepositoryOptions { Url = "https://example.com/ONE.git", PollInterval = TimeSpan.FromMilliseconds(5), Branches = [""], IssueKeyPatterns = ["(", "x*"] },
                new RepositoryOptions { Url = "https://example.com/two", Name = "../two", Links = new LinkOptions { Host = "hub", Commit = "javascript:{sha}", Compare = "https://x.org/{from}" } },
                new RepositoryOptions { Url = "ssh://git@example.com/three", Credentials = new CredentialOptions { Token = "a", TokenEnv = "GITOPS_TEST_UNSET", Helper = "", SshKeyFile = "/nowhere/key" } },
                new RepositoryOptions { Url = "https://example.com/four", Credentials = new CredentialOptions { SshKnownHostsFile = "/etc/passwd", Token = "" } },
            ],
        };
        var errors = new List<string>();

        options.Validate("git", errors);

        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Git/options.golden.txt", string.Join('\n', errors) + "\n");
    }

    [Theory]
    [InlineData("https://user:secret@example.com/x.git", "https://example.com/x.git", "user", "secret")]
    [InlineData("https://secret@example.com/x.git", "https://example.com/x.git", "secret", null)]
    [InlineData("https://user:sec@ret%2F@example.com/x", "https://example.com/x", "user", "sec@ret/")]
    [InlineData("ssh://git:secret@example.com/x", "ssh://git@example.com/x", null, "secret")]
    [InlineData("ssh://git@example.com/x", "ssh://git@example.com/x", null, null)]
    [InlineData(" git@example.com:x ", "git@example.com:x", null, null)]
    [InlineData("https://example.com/a@b", "https://example.com/a@b", null, null)]
    public void Url_credentials_are_moved_out(string url, string kept, string? username, string? password)
    {
        var options = new RepositoryOptions { Url = url };

        (options.Url, options.UrlUsername, options.UrlPassword).Should().Be((kept, username, password));
    }
}
