using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The state of each repository, and of our own look at it.</summary>
public static class RepositoriesQuery
{
    private const string Table = "table";
    private const string Numeric = "numeric";

    private static readonly QueryParameter Format = QueryParameter.Choice(
        "format", "shape", "All columns, or numbers alone (alert rules always get numbers)", Table, Numeric);

    private static readonly NumberSet<RepositoryLook> Numbers = new(
        new("failing", "1 when the last look at it failed", look => look.State.Error is null ? 0 : 1),
        new("lag_seconds", "Time since the last fetch that succeeded; 0 before the first", look => look.Lag, ColumnConfig.Seconds));

    /// <summary>Its line of the table. The lag grows as time goes by, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "repositories",
        "State of each repository: last fetch, lag, error, commits, branches, size",
        [
            CommonParameters.Repositories, CommonParameters.Search with { Help = "A text in name, URL, error or notice" },
            CommonParameters.Limit, Format, Numbers.Parameter, DetailLabels.Parameter, .. CommonParameters.NotApplied,
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var rows = await context.Store.Repositories.ReadAsync(cancellationToken);
        var asked = request.List("repositories");
        var inScope = rows.Where(row => asked.Count == 0 || asked.Contains(row.State.Name));
        var matching = inScope.Where(row => Matches(row.State, request.Text("search"))).ToList();
        List<Notice> notices = [.. QueryNotices.NotApplied(request), .. QueryNotices.UnknownRepositories(asked, rows)];
        if (matching.Count > request.Limit) notices.Add(QueryNotices.Cut(request.Limit, "first", "repository or search"));
        var (shown, now) = (matching.Take(request.Limit), context.TimeProvider.GetUtcNow());
        var isNumeric = request.IsAlert || request.Choice(Format) == Numeric;
        return [isNumeric ? Count(shown.Select(row => new RepositoryLook(row.State, now)), request, notices) : Build(shown, notices, now)];
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

    private static Frame Count(IEnumerable<RepositoryLook> looks, QueryRequest request, List<Notice> notices)
    {
        using var frame = new FrameBuilder<RepositoryLook>("repositories") { Meta = NumberSet<RepositoryLook>.Meta };
        frame.Text("name", "Name of the repository", look => look.State.Name);
        if (DetailLabels.AreAskedFor(request))
        {
            frame.Text("url", "Where it is fetched from", look => look.State.Url);
            frame.Text("error", "Why the last look failed; empty when it succeeded", look => look.State.Error ?? "");
        }

        Numbers.AddTo(frame, request);
        foreach (var look in looks) frame.Append(look);
        return frame.Finish(notices);
    }

    private readonly record struct RepositoryLook(RepositoryState State, DateTimeOffset Now)
    {
        // A clock that was set back must not show a fetch in the future.
        public double Lag => State.LastFetch is { } fetched ? Math.Max(0, (Now - fetched).TotalSeconds) : 0;
    }
}
