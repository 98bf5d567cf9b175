using System.Globalization;
using GrafanaGitOps.Service.Sources.Links;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Web addresses of a repository and its parts; null where the host is unknown and no template is configured.</summary>
public sealed class RepositoryLinks
{
    private readonly LinkTemplate? _commit;
    private readonly LinkTemplate? _pullRequest;
    private readonly LinkTemplate? _compare;
    private readonly LinkTemplate? _tree;
    private readonly LinkTemplate? _issue;

    private RepositoryLinks(LinkOptions own, LinkOptions known)
    {
        WebUrl = own.Web ?? known.Web;
        _commit = LinkTemplate.Parse(own.Commit ?? known.Commit, "{sha}");
        _pullRequest = LinkTemplate.Parse(own.PullRequest ?? known.PullRequest, "{number}");
        _compare = LinkTemplate.Parse(own.Compare ?? known.Compare, "{from}", "{to}");
        _tree = LinkTemplate.Parse(own.Tree ?? known.Tree, "{sha}", "{path}");
        _issue = LinkTemplate.Parse(own.Issue, "{key}");
    }

    /// <summary>The repository itself; null where it is not known.</summary>
    public string? WebUrl { get; }

    /// <summary>Whether a tracker is configured.</summary>
    public bool HasIssues => _issue is not null;

    /// <summary>From the configured templates, and for the rest from what is known of the host.</summary>
    public static RepositoryLinks Create(RepositoryOptions options)
    {
        var own = options.Links;
        var known = RepositoryUrl.FindProblem(options.Url) is null ? KnownHosts.Find(RepositoryUrl.Parse(options.Url), own.Host, own.Web) : new LinkOptions();
        return new RepositoryLinks(own, known);
    }

    /// <summary>A commit.</summary>
    public string? CommitUrl(string sha) => _commit?.Fill(sha);

    /// <summary>A pull or merge request.</summary>
    public string? PullRequestUrl(int number) => _pullRequest?.Fill(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What <paramref name="to"/> has that <paramref name="from"/> has not.</summary>
    public string? CompareUrl(string from, string to) => _compare?.Fill(from, to);

    /// <summary>A file or folder as it was at a commit.</summary>
    public string? TreeUrl(string sha, string path) => _tree?.Fill(sha, path);

    /// <summary>An issue in the configured tracker.</summary>
    public string? IssueUrl(string key) => _issue?.Fill(key);
}
