using System.Globalization;
using GrafanaGitOps.Service.Sources.Links;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>
/// Web addresses of a repository and its parts; empty where the host is unknown and no template is configured. Those of its parts stand until
/// the thread's next one, as <see cref="LinkTemplate.Fill"/> says.
/// </summary>
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

    /// <summary>No links at all.</summary>
    public static RepositoryLinks None { get; } = new(new LinkOptions(), new LinkOptions());

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
    public ReadOnlySpan<char> CommitUrl(string sha) => Fill(_commit, sha);

    /// <summary>A pull or merge request.</summary>
    public ReadOnlySpan<char> PullRequestUrl(int number) => Fill(_pullRequest, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>What <paramref name="to"/> has that <paramref name="from"/> has not.</summary>
    public ReadOnlySpan<char> CompareUrl(string from, string to) => Fill(_compare, from, to);

    /// <summary>A file or folder as it was at a commit.</summary>
    public ReadOnlySpan<char> TreeUrl(string sha, string path) => Fill(_tree, sha, path);

    /// <summary>An issue in the configured tracker.</summary>
    public ReadOnlySpan<char> IssueUrl(string key) => Fill(_issue, key);

    private static ReadOnlySpan<char> Fill(LinkTemplate? template, params ReadOnlySpan<string> values) =>
        template is null ? [] : template.Fill(values);
}
