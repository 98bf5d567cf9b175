using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

public sealed class RepositoryLinksTests
{
    [Fact]
    public void Links_of_known_hosts_follow_from_the_url()
    {
        string[] urls =
        [
            "https://github.com/org/repo.git",
            "git@github.com:org/repo.git",
            "ssh://git@ssh.github.com:443/org/repo.git",
            "https://github.example.com:8443/org/repo",
            "https://gitlab.com/group/sub/repo.git",
            "ssh://git@gitlab.example.com:2222/group/sub/repo.git",
            "git@bitbucket.org:team/repo.git",
            "https://codeberg.org/user/repo",
            "git@forgejo.example.com:user/repo.git",
            "https://dev.azure.com/org/project/_git/repo",
            "git@ssh.dev.azure.com:v3/org/project/repo",
            "https://org.visualstudio.com/project/_git/repo",
            "org@vs-ssh.visualstudio.com:v3/org/project/repo",
            "https://git.example.com/org/repo.git",
            "/srv/git/repo",
        ];

        var text = string.Concat(urls.Select(url => $"{url}\n{Describe(RepositoryLinks.Create(new RepositoryOptions { Url = url }))}\n"));

        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Git/links.golden.txt", text);
    }

    [Fact]
    public void Links_templates_go_before_the_host()
    {
        var links = RepositoryLinks.Create(new RepositoryOptions
        {
            Url = "git@git.example.com:org/repo.git",
            Links = new LinkOptions { Host = "gitea", Commit = "https://x.example.com/c/{sha}?x={sha}", Issue = "https://jira.example.com/browse/{key}" },
        });

        links.CommitUrl("a b").Should().Be("https://x.example.com/c/a%20b?x=a%20b");
        links.PullRequestUrl(7).Should().Be("https://git.example.com/org/repo/pulls/7");
        links.IssueUrl("{key}").Should().Be("https://jira.example.com/browse/%7Bkey%7D");
    }

    [Fact]
    public void Links_keep_braces_that_name_no_part()
    {
        var options = new LinkOptions { Commit = "https://x.example.com/{other}/{{sha}}/{0}" };

        RepositoryLinks.Create(new RepositoryOptions { Url = "/x", Links = options }).CommitUrl("abc")
            .Should().Be("https://x.example.com/{other}/{abc}/{0}");
    }

    [Fact]
    public void Links_that_are_not_web_addresses_are_none()
    {
        var links = RepositoryLinks.Create(new RepositoryOptions { Url = "/x", Links = new LinkOptions { Commit = "javascript:alert({sha})", Web = "ftp://x" } });

        links.CommitUrl("abc").Should().BeNull();
    }

    private static string Describe(RepositoryLinks links) => string.Concat(
        new[]
        {
            links.WebUrl, links.CommitUrl("abc123"), links.PullRequestUrl(7), links.CompareUrl("a1", "b2"),
            links.TreeUrl("abc123", "a b/c#d"), links.IssueUrl("ABC-1"),
        }.Select(link => $"  {link ?? "none"}\n"));
}
