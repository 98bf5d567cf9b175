using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The state of each repository, and of our own look at it.</summary>
public static class RepositoriesQuery
{
    /// <summary>Its line of the table. The lag grows as time goes by, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "repositories",
        "State of each repository: last fetch, lag, error, commits, branches, size",
        [
            CommonParameters.Repositories, CommonParameters.Search with { Help = "A text in name, URL, error or notice" },
            CommonParameters.Limit, .. CommonParameters.NotApplied,
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var rows = await context.Store.ReadRepositoriesAsync(cancellationToken);
        var asked = request.List("repositories");
        var inScope = rows.Where(row => asked.Count == 0 || asked.Contains(row.State.Name));
        var matching = inScope.Where(row => Matches(row.State, request.Text("search"))).ToList();
        List<Notice> notices = [.. QueryNotices.NotApplied(request), .. QueryNotices.UnknownRepositories(asked, rows)];
        if (matching.Count > request.Limit) notices.Add(QueryNotices.Cut(request.Limit, "first", "repository or search"));
        return [Build(matching.Take(request.Limit), notices, context.TimeProvider.GetUtcNow())];
    }

    private static bool Matches(RepositoryState state, string? search) =>
        search is null || Array.Exists(
            [state.Name, state.Url, state.Error, state.Notice], text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);

    private static Frame Build(IEnumerable<RepositoryRow> rows, List<Notice> notices, DateTimeOffset now)
    {
        using var frame = RepositoriesFrame.Create(now);
        foreach (var row in rows) frame.Append(row);
        return frame.Finish(notices);
    }
}
