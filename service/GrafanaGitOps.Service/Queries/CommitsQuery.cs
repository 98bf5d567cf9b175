using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Commits of the repositories, newest first.</summary>
public static class CommitsQuery
{
    private const int ShortSha = 8;

    private static readonly QueryParameter Branches = QueryParameter.Listed("branches", "branch", "Branches that reach the commit");
    private static readonly QueryParameter Authors = QueryParameter.Listed("authors", "author", "Names or addresses of authors or co-authors");
    private static readonly QueryParameter Types = QueryParameter.Listed("types", "type", "Change types, such as feat, fix, revert, merge, other");
    private static readonly QueryParameter Scopes = QueryParameter.Listed("scopes", "scope", "Scopes of the change, as in fix(scope)");
    private static readonly QueryParameter Paths = new("paths", "path", ParameterKind.List, "Folders or files that the commit changed");

    /// <summary>Commits whose deployments are read together.</summary>
    private const int ReachPart = 5_000;

    /// <summary>Applications that one notice names.</summary>
    private const int NamedApplications = 5;

    private static readonly CommitRollout None = new([], []);

    private static readonly Notice ReachCut = new(
        NoticeSeverity.Warning,
        "These commits reached more applications than are read: deployed_to, pending and deployed may leave some out. Lower limit.");

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "commits",
        "Commits with author, type, scope, subject, issue keys and size, where they are deployed and where they wait, newest first",
        [
            CommonParameters.Repositories, Branches, Authors, Types, Scopes, Paths,
            CommonParameters.Search with { Help = "A text in subject or body, or the beginning of the object id" }, CommonParameters.Limit,
            .. CommonParameters.Applications,
        ],
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var rows = await context.Store.Repositories.ReadAsync(cancellationToken);
        var asked = request.List("repositories");
        var inScope = asked.Count == 0 ? rows : rows.Where(row => asked.Contains(row.State.Name)).ToList();
        using var frame = Create(context.Links, inScope.Any(row => row.State.WebUrl is not null));
        using var reach = CommitRolloutColumns.Create();
        var applications = Applications(request) is { } wanted ? await context.Store.Applications.FindAsync(wanted, cancellationToken) : null;
        var commits = new List<long>();
        var isCut = inScope.Count > 0 && await FillAsync(frame, commits, context, applications, cancellationToken);
        List<Notice> notices =
        [
            .. QueryNotices.UnknownRepositories(asked, rows), .. QueryNotices.Failing(inScope),
            .. PathNotices(applications ?? []),
        ];
        if (isCut) notices.Add(QueryNotices.Cut(request.Limit, "newest", "time range, repository, branch, author, type or path"));
        if (!await FillReachAsync(reach, commits, context, cancellationToken)) notices.Add(ReachCut);
        return [frame.Finish(notices, reach.Take())];
    }

    /// <summary>True when more rows match than were asked for.</summary>
    private static async Task<bool> FillAsync(
        FrameBuilder<CommitRow> frame, List<long> commits, QueryContext context, IReadOnlyList<ApplicationStatus>? applications,
        CancellationToken cancellationToken)
    {
        var filter = Filter(context.Request) with { Applications = applications };
        await foreach (var row in context.Store.Commits.ReadAsync(filter, cancellationToken))
        {
            if (frame.RowCount == context.Request.Limit) return true;
            frame.Append(row);
            commits.Add(row.Id);
        }

        return false;
    }

    /// <summary>False when some commits reached more applications than are read.</summary>
    private static async Task<bool> FillReachAsync(
        FrameBuilder<CommitRollout> columns, List<long> commits, QueryContext context, CancellationToken cancellationToken)
    {
        var isWhole = true;
        foreach (var part in commits.Chunk(ReachPart))
        {
            var reaches = await context.Store.Commits.ReadRolloutsAsync(part, cancellationToken);
            isWhole &= !reaches.IsCut;
            foreach (var commit in part) columns.Append(reaches.ByCommit.GetValueOrDefault(commit, None));
        }

        return isWhole;
    }

    /// <summary>Names applications of whose paths nothing is known, so that no commit can be said to concern them.</summary>
    private static IEnumerable<Notice> PathNotices(IReadOnlyList<ApplicationStatus> applications)
    {
        var names = applications.Where(application => application.Paths.Count == 0).Select(application => application.Application.Name)
            .Order(StringComparer.Ordinal).Take(NamedApplications + 1).ToList();
        if (names.Count == 0) yield break;
        var more = names.Count > NamedApplications ? " and others" : "";
        yield return new Notice(NoticeSeverity.Warning,
            $"Commits are missing: the paths of {string.Join(", ", names.Take(NamedApplications))}{more} are not known, " +
            "because their source is no indexed git repository or has not been read yet.");
    }

    private static CommitFilter Filter(QueryRequest request) => new()
    {
        Repositories = request.List("repositories"),
        Branches = request.List(Branches.Name),
        Authors = request.List(Authors.Name),
        Types = request.List(Types.Name),
        Scopes = request.List(Scopes.Name),
        Paths = request.List(Paths.Name),
        Search = request.Text("search"),
        From = request.From,
        To = request.To,
        // One more than wanted tells whether the answer is cut.
        Limit = request.Limit + 1,
    };

    /// <summary>Null when the question names nothing of applications. The repositories are those of the commits.</summary>
    private static ApplicationFilter? Applications(QueryRequest request) =>
        CommonParameters.Applications.Any(parameter => request.List(parameter.Name).Count > 0)
            ? CommonParameters.FilterOf(request) with { Repositories = [] }
            : null;

    /// <summary>The columns in the order in which a person reads them: when, where, what, who, the rest.</summary>
    /// <param name="links">Where rows lead to.</param>
    /// <param name="hasLinks">False when no row can have an address: links would lead nowhere.</param>
    private static FrameBuilder<CommitRow> Create(WebLinks links, bool hasLinks)
    {
        var frame = new FrameBuilder<CommitRow>(Definition.Name) { Key = ["repository", "sha"] };
        frame.Time("time", "When the commit got into this history (committer time)", row => row.CommitterTime);
        frame.Text("repository", "Name of the repository", row => row.Repository);
        frame.Text("subject", "First paragraph of the message", row => row.Subject);
        frame.Text("author", "Who wrote the change", row => row.AuthorName);
        frame.Text("type", "Conventional Commits type, or revert, merge, other", row => row.ChangeType);
        frame.OptionalText("scope", "Conventional Commits scope", row => row.Scope);
        frame.Truth("breaking", "Marked as a breaking change", row => row.Breaking);
        frame.Text(
            "short_sha", "The beginning of the object id", row => row.Sha[..Math.Min(ShortSha, row.Sha.Length)],
            hasLinks ? ColumnConfig.Link("Show commit", "url") : null);
        frame.Number(
            "pull_request", "Number of the pull or merge request that the subject names", row => row.PullRequest,
            hasLinks ? ColumnConfig.Link("Show pull request", "pull_request_url") : null);
        frame.OptionalText(
            "issue_keys", "Keys of issues that the message names", row => Join(row.IssueKeys), ColumnConfig.Issue(links));
        frame.OptionalText("branches", "Branches that reach the commit now", row => Join(row.Branches));
        AddDetails(frame, links);
        return frame;
    }

    private static void AddDetails(FrameBuilder<CommitRow> frame, WebLinks links)
    {
        frame.Number("files", "Paths that the commit changed", row => row.Files);
        frame.Number("insertions", "Lines added; empty where lines are not counted", row => row.Insertions);
        frame.Number("deletions", "Lines removed; empty where lines are not counted", row => row.Deletions);
        frame.OptionalText("co_authors", "From Co-authored-by", row => Join(row.CoAuthors));
        frame.OptionalText("reverts", "Object ids that the message says it reverts", row => Join(row.Reverts));
        frame.Time("vanished", "When it was noticed that no branch reaches the commit any more", row => row.Vanished);
        frame.Time("author_time", "When the change was written", row => row.AuthorTime);
        frame.Text("author_email", "Address of the author", row => row.AuthorEmail);
        frame.Text("sha", "The whole object id", row => row.Sha);
        frame.OptionalText("url", "The commit in the web interface of the repository", row => links.Commit(row.Repository, row.Sha));
        frame.OptionalText(
            "pull_request_url", "The pull request in the web interface of the repository",
            row => row.PullRequest is { } number ? links.PullRequest(row.Repository, number) : null);
        frame.OptionalText(
            "issue_url", "The first of the issues in the tracker that is configured for the repository",
            row => row.IssueKeys is [var key, ..] ? links.Issue(row.Repository, key) : null);
    }

    private static string? Join(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(", ", values);
}
