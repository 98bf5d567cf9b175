using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The state of each repository, and of our own look at it.</summary>
public static class RepositoriesQuery
{
    private static readonly NumberSet<RepositoryLook> Numbers = new(
        new("failing", "1 when the last look at it failed", look => look.State.Error is null ? 0 : 1),
        new("lag_seconds", "Time since the last fetch that succeeded; 0 before the first", look => look.Lag ?? 0, ColumnConfig.Seconds));

    /// <summary>Its line of the table. The lag grows as time goes by, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "repositories",
        "State of each repository: last fetch, lag, error, commits, branches, size",
        [
            CommonParameters.Repositories, CommonParameters.Search with { Help = "A text in name, URL, error or notice" },
            CommonParameters.Limit, NumericAnswer.Format("All columns, or numbers alone"), Numbers.Parameter, NumericAnswer.Labels,
            .. CommonParameters.AppliedNot("repositories"),
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
        var now = context.TimeProvider.GetUtcNow();
        using var frame = NumericAnswer.IsAskedFor(request) ? Count(request) : Create();
        return [frame.Finish(matching.Take(request.Limit).Select(row => new RepositoryLook(row, now)), notices)];
    }

    private static bool Matches(RepositoryState state, string? search) =>
        search is null || Array.Exists(
            [state.Name, state.Url, state.Error, state.Notice], text => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);

    private static FrameBuilder<RepositoryLook> Create()
    {
        var frame = new FrameBuilder<RepositoryLook>(Definition.Name) { Key = ["name"] };
        frame.Text("name", "Name of the repository", look => look.State.Name, ColumnConfig.Link("Show repository", "web_url"));
        frame.OptionalText("error", "Why the last look failed; empty when it succeeded", look => look.State.Error);
        frame.Number(
            "lag_seconds", "Time since the last fetch that succeeded; empty before the first",
            look => look.Lag is { } lag ? Math.Round(lag, 1) : default(double?), ColumnConfig.Seconds);
        frame.Time("last_fetch", "When the last fetch that succeeded ended", look => look.State.LastFetch);
        frame.Number("commits", "Commits in the store", look => look.Row.Commits);
        frame.Number("vanished", "Commits in the store that no branch reaches any more", look => look.Row.Vanished);
        frame.Number("branches", "Branches that are watched now", look => look.Row.Branches);
        frame.Time("newest_commit", "Committer time of the newest commit on a branch", look => look.Row.NewestCommit);
        frame.OptionalText("default_branch", "The branch that the remote's HEAD names", look => look.State.DefaultBranch);
        frame.Number("size", "Size of the local clone", look => look.State.Size, new() { Unit = "bytes" });
        frame.OptionalText("notice", "What is off without stopping us", look => look.State.Notice);
        frame.Text("url", "Where it is fetched from", look => look.State.Url);
        frame.OptionalText("web_url", "Its web interface", look => look.State.WebUrl);
        return frame;
    }

    private static FrameBuilder<RepositoryLook> Count(QueryRequest request)
    {
        var frame = new FrameBuilder<RepositoryLook>(Definition.Name) { Meta = NumberSet<RepositoryLook>.Meta };
        frame.Text("name", "Name of the repository", look => look.State.Name);
        if (NumericAnswer.HasDetails(request))
        {
            frame.Text("url", "Where it is fetched from", look => look.State.Url);
            frame.Text("error", "Why the last look failed; empty when it succeeded", look => look.State.Error ?? "");
        }

        Numbers.AddTo(frame, request);
        return frame;
    }

    private readonly record struct RepositoryLook(RepositoryRow Row, DateTimeOffset Now)
    {
        public RepositoryState State => Row.State;

        /// <summary>Null before the first fetch. A clock that was set back must not show one in the future.</summary>
        public double? Lag => State.LastFetch is { } fetched ? Math.Max(0, (Now - fetched).TotalSeconds) : null;
    }
}
