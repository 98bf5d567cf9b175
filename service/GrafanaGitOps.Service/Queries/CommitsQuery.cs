using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Commits of the repositories, newest first.</summary>
public static class CommitsQuery
{
    private static readonly QueryParameter Branches = QueryParameter.Listed("branches", "branch", "Branches that reach the commit");
    private static readonly QueryParameter Authors = QueryParameter.Listed("authors", "author", "Names or addresses of authors or co-authors");
    private static readonly QueryParameter Types = QueryParameter.Listed("types", "type", "Change types, such as feat, fix, revert, merge, other");
    private static readonly QueryParameter Scopes = QueryParameter.Listed("scopes", "scope", "Scopes of the change, as in fix(scope)");
    private static readonly QueryParameter Paths = new("paths", "path", ParameterKind.List, "Folders or files that the commit changed");

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "commits",
        "Commits with author, type, scope, subject, issue keys and size, newest first",
        [
            CommonParameters.Repositories, Branches, Authors, Types, Scopes, Paths,
            CommonParameters.Search with { Help = "A text in subject or body, or the beginning of the object id" }, CommonParameters.Limit,
            .. CommonParameters.NotApplied,
        ],
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var rows = await context.Store.ReadRepositoriesAsync(cancellationToken);
        var asked = request.List("repositories");
        var inScope = asked.Count == 0 ? rows : rows.Where(row => asked.Contains(row.State.Name)).ToList();
        using var frame = CommitsFrame.Create(context.Links, inScope.Any(row => row.State.WebUrl is not null));
        var isCut = inScope.Count > 0 && await FillAsync(frame, context, cancellationToken);
        List<Notice> notices =
        [
            .. QueryNotices.NotApplied(request), .. QueryNotices.UnknownRepositories(asked, rows), .. QueryNotices.Failing(inScope),
        ];
        if (isCut) notices.Add(QueryNotices.Cut(request.Limit, "newest", "time range, repository, branch, author, type or path"));
        return [frame.Finish(notices)];
    }

    /// <summary>True when more rows match than were asked for.</summary>
    private static async Task<bool> FillAsync(FrameBuilder<CommitRow> frame, QueryContext context, CancellationToken cancellationToken)
    {
        await foreach (var row in context.Store.ReadCommitsAsync(Filter(context.Request), cancellationToken))
        {
            if (frame.RowCount == context.Request.Limit) return true;
            frame.Append(row);
        }

        return false;
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
}
