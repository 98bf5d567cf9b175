using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

public sealed class RepositoryLookupTests
{
    [Theory]
    [InlineData("https://github.com/owner/repo", "git@github.com:owner/repo.git")]
    [InlineData("https://user:secret@GitHub.com/owner/repo.git", "ssh://git@github.com/owner/repo")]
    [InlineData("https://github.com/owner/repo/", "ssh://git@ssh.github.com:443/owner/repo.git")]
    [InlineData("https://git.example.com:8443/a/b.git", "https://git.example.com:8443/a/b")]
    [InlineData("https://git.example.com:8443/a/b.git", "ssh://git@git.example.com:2222/a/b")]
    [InlineData("https://github.com/Owner/Repo", "https://github.com/owner/repo")]
    [InlineData("https://dev.azure.com/org/project/_git/repo", "git@ssh.dev.azure.com:v3/org/project/repo")]
    [InlineData("https://org@dev.azure.com/org/my%20project/_git/x", "https://org.visualstudio.com/DefaultCollection/my%20project/_git/x")]
    [InlineData("https://dev.azure.com/org/repo/_git/repo", "https://dev.azure.com/org/_git/repo")]
    [InlineData("org@vs-ssh.visualstudio.com:v3/org/project/repo", "https://dev.azure.com/org/project/_git/repo")]
    [InlineData("/srv/git/deployments", "file:///srv/git/deployments.git")]
    [InlineData("/srv/git/deployments/", "/srv/git/deployments/.git")]
    public void Forms_of_one_url_find_the_repository(string configured, string asked)
    {
        (Lookup(("only", configured)).Find(asked)?.Name).Should().Be("only");
        (Lookup(("only", asked)).Find(configured)?.Name).Should().Be("only");
    }

    [Theory]
    [InlineData("https://github.com/owner/repo", "https://github.com/owner/other")]
    [InlineData("https://github.com/owner/repo", "https://gitlab.com/owner/repo")]
    [InlineData("https://github.com/owner/repo", "https://github.com/owner/repo/sub")]
    [InlineData("https://github.com/owner/repo", "oci://github.com/owner/repo")]
    [InlineData("https://github.com/owner/repo", "")]
    [InlineData("https://github.com/owner/repo", "not a url")]
    [InlineData("https://github.com/owner/repo", null)]
    public void Other_urls_find_nothing(string configured, string? asked) => Lookup(("only", configured)).Find(asked).Should().BeNull();

    [Fact]
    public void Port_decides_between_two_and_nothing_is_guessed()
    {
        var lookup = Lookup(("one", "http://localhost:3000/a/b.git"), ("two", "http://localhost:3001/a/b.git"));

        (lookup.Find("http://localhost:3000/a/b")!.Name, lookup.Find("http://user@localhost:3001/a/b")!.Name).Should().Be(("one", "two"));
        lookup.Find("git@localhost:a/b").Should().BeNull();
    }

    private static RepositoryLookup<RepositoryOptions> Lookup(params (string Name, string Url)[] repositories) =>
        new(repositories.Select(one => new RepositoryOptions { Name = one.Name, Url = one.Url }), repository => repository.Url);
}
