using System.Globalization;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Web addresses of a repository and its parts; null where the host is unknown and no template is configured.</summary>
public sealed class RepositoryLinks
{
    private readonly LinkOptions _templates;

    private RepositoryLinks(LinkOptions templates) => _templates = templates;

    /// <summary>The repository itself.</summary>
    public string? WebUrl => _templates.Web;

    /// <summary>From the configured templates, and for the rest from what is known of the host.</summary>
    public static RepositoryLinks Create(RepositoryOptions options)
    {
        var own = options.Links;
        var known = RepositoryUrl.FindProblem(options.Url) is null ? KnownHosts.Find(RepositoryUrl.Parse(options.Url), own.Host, own.Web) : new LinkOptions();
        return new RepositoryLinks(new LinkOptions
        {
            Web = own.Web ?? known.Web,
            Commit = own.Commit ?? known.Commit,
            PullRequest = own.PullRequest ?? known.PullRequest,
            Compare = own.Compare ?? known.Compare,
            Tree = own.Tree ?? known.Tree,
            Issue = own.Issue,
        });
    }

    /// <summary>A commit.</summary>
    public string? CommitUrl(string sha) => LinkTemplate.Fill(_templates.Commit, ("{sha}", sha));

    /// <summary>A pull or merge request.</summary>
    public string? PullRequestUrl(int number) => LinkTemplate.Fill(_templates.PullRequest, ("{number}", number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>What <paramref name="to"/> has that <paramref name="from"/> has not.</summary>
    public string? CompareUrl(string from, string to) => LinkTemplate.Fill(_templates.Compare, ("{from}", from), ("{to}", to));

    /// <summary>A file or folder as it was at a commit.</summary>
    public string? TreeUrl(string sha, string path) => LinkTemplate.Fill(_templates.Tree, ("{sha}", sha), ("{path}", path));

    /// <summary>An issue in the configured tracker.</summary>
    public string? IssueUrl(string key) => LinkTemplate.Fill(_templates.Issue, ("{key}", key));
}
