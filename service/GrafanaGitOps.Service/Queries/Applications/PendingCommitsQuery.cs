using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>Commits that are merged and not deployed: each of them, or their number and age for each application.</summary>
public static class PendingCommitsQuery
{
    private const string Table = "table";
    private const string Numeric = "numeric";

    /// <summary>Commits among which the oldest of each application is looked for; they come oldest first.</summary>
    private const int MostDetails = 100_000;

    private static readonly QueryParameter Format = QueryParameter.Choice(
        "format", "shape", "A row for each commit, or numbers for each application (alert rules always get numbers)", Table, Numeric);

    private static readonly NumberSet<SyncStatusRow> Numbers = new(
        new(
            "oldest_age_seconds", "Age of the oldest commit that waits; 0 while suspended", row => row.SyncDelay!.Value.TotalSeconds,
            ColumnConfig.Seconds),
        new("pending_commits", "Commits that wait", row => row.Status.Delivery?.CommitsBehind ?? 0),
        new("over_budget", "1 when the oldest one waits longer than the budget", row => row.IsOverBudget ? 1 : 0));

    /// <summary>Its line of the table. Ages grow as time goes by, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "pending_commits",
        "Commits that are merged and not yet deployed, for each application, with age against budget; oldest first",
        [
            .. CommonParameters.Applications, ApplicationSelection.Repositories,
            CommonParameters.Search with { Help = "A text in subject or author; with numbers, in what names the application" },
            CommonParameters.Limit, Format, Numbers.Parameter, DetailLabels.Parameter,
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var isNumeric = context.Request.IsAlert || context.Request.Choice(Format) == Numeric;
        return [await (isNumeric ? CountAsync(context, cancellationToken) : ListAsync(context, cancellationToken))];
    }

    private static async Task<Frame> ListAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var (request, filter) = (context.Request, CommonParameters.FilterOf(context.Request));
        // One more than wanted tells whether the answer is cut.
        var rows = await context.Store.Delivery.ReadPendingAsync(filter, request.Text("search"), request.Limit + 1, cancellationToken);
        var notices = await UnknownAsync(context, filter, cancellationToken);
        if (rows.Count > request.Limit)
            notices.Add(QueryNotices.Cut(request.Limit, "oldest", "cluster, environment, application or search"));
        return PendingCommitsFrame.Create(rows.Take(request.Limit), context.Links, context.TimeProvider.GetUtcNow(), notices);
    }

    private static async Task<Frame> CountAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var applications = await ApplicationSelection.ReadAsync(context, cancellationToken);
        using var frame = new FrameBuilder<SyncStatusRow>(Definition.Name) { Meta = NumberSet<SyncStatusRow>.Meta };
        ApplicationLabels.AddTo(frame);
        if (DetailLabels.AreAskedFor(context.Request))
            ApplicationDetailColumns.AddTo(frame, context.Links, await OldestAsync(context, cancellationToken));
        Numbers.AddTo(frame, context.Request);
        // A zero would say that nothing waits.
        foreach (var row in applications.Rows.Where(row => row.CommitsAreKnown)) frame.Append(row);
        return frame.Finish([.. applications.Notices, .. Unknown(applications.Rows)]);
    }

    private static async Task<Func<SyncStatusRow, RowCommit?>> OldestAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var filter = CommonParameters.FilterOf(context.Request);
        return ApplicationDetailColumns.OldestOf(await context.Store.Delivery.ReadPendingAsync(filter, null, MostDetails, cancellationToken));
    }

    /// <summary>An application whose commits are not known has no row, which must not look like good news.</summary>
    private static async Task<List<Notice>> UnknownAsync(
        QueryContext context, ApplicationFilter filter, CancellationToken cancellationToken)
    {
        var looks = await context.Store.Applications.ReadAsync(filter, cancellationToken);
        var now = context.TimeProvider.GetUtcNow();
        return
        [
            .. await ApplicationNotices.ReadAsync(context, filter, looks.Count == 0, cancellationToken),
            .. Unknown(looks.Select(look => new SyncStatusRow(look, now))),
        ];
    }

    private static IEnumerable<Notice> Unknown(IEnumerable<SyncStatusRow> applications) =>
        from application in applications
        where !application.CommitsAreKnown
        group application by CommitsKnownText.Of(application.Status.Delivery?.Known) into reason
        let count = reason.Count() == 1 ? "1 application" : $"{reason.Count()} applications"
        orderby reason.Count() descending, reason.Key
        select new Notice(NoticeSeverity.Warning, $"Of {count} nobody can say what waits: {reason.Key} (such as {reason.First().Id}).");
}
