using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>Commits that are merged and not deployed: each of them, or their number and age for each application.</summary>
public static class PendingCommitsQuery
{
    private const int ShortSha = 8;

    /// <summary>Commits among which the oldest of each application is looked for; they come oldest first.</summary>
    private const int MostDetails = 100_000;

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
            CommonParameters.Limit, NumericAnswer.Format("A row for each commit, or numbers for each application"), Numbers.Parameter,
            NumericAnswer.Labels,
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken) =>
        [await (NumericAnswer.IsAskedFor(context.Request) ? CountAsync(context, cancellationToken) : ListAsync(context, cancellationToken))];

    private static async Task<Frame> ListAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var (request, filter) = (context.Request, CommonParameters.FilterOf(context.Request));
        // One more than wanted tells whether the answer is cut.
        var rows = await context.Store.Delivery.ReadPendingAsync(filter, request.Text("search"), request.Limit + 1, cancellationToken);
        var notices = await UnknownAsync(context, filter, cancellationToken);
        if (rows.Count > request.Limit)
            notices.Add(QueryNotices.Cut(request.Limit, "oldest", "cluster, environment, application or search"));
        return Create(rows.Take(request.Limit), context.Links, context.TimeProvider.GetUtcNow(), notices);
    }

    private static async Task<Frame> CountAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var applications = await ApplicationSelection.ReadAsync(context, cancellationToken);
        var oldest = NumericAnswer.HasDetails(context.Request) ? await ReadOldestAsync(context, cancellationToken) : [];
        // A zero would say that nothing waits.
        return ApplicationNumbers.Create(
            context, Numbers, row => oldest.GetValueOrDefault(row.Id), applications.Rows.Where(row => row.CommitsAreKnown),
            [.. applications.Notices, .. Unknown(applications.Rows), .. Doubtful(applications.Rows)]);
    }

    /// <summary>The commit of each application that waits the longest.</summary>
    private static async Task<Dictionary<ApplicationId, RowCommit>> ReadOldestAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var filter = CommonParameters.FilterOf(context.Request);
        var oldest = new Dictionary<ApplicationId, RowCommit>();
        foreach (var row in await context.Store.Delivery.ReadPendingAsync(filter, null, MostDetails, cancellationToken))
            oldest.TryAdd(row.Application, new RowCommit(row.Repository, row.Sha, row.Author, row.Subject));
        return oldest;
    }

    /// <summary>An application whose commits are not known has no row, which must not look like good news.</summary>
    private static async Task<List<Notice>> UnknownAsync(
        QueryContext context, ApplicationFilter filter, CancellationToken cancellationToken)
    {
        var looks = await context.Store.Applications.ReadAsync(filter, cancellationToken);
        var now = context.TimeProvider.GetUtcNow();
        var rows = looks.Select(look => new SyncStatusRow(look, now)).ToList();
        return [.. await ApplicationNotices.ReadAsync(context, filter, looks.Count == 0, cancellationToken), .. Unknown(rows), .. Doubtful(rows)];
    }

    private static IEnumerable<Notice> Unknown(IEnumerable<SyncStatusRow> applications) =>
        from application in applications
        where !application.CommitsAreKnown
        group application by CommitsKnownText.Of(application.Status.Delivery?.Known) into reason
        let count = reason.Count() == 1 ? "1 application" : $"{reason.Count()} applications"
        orderby reason.Count() descending, reason.Key
        select new Notice(NoticeSeverity.Warning, $"Of {count} nobody can say what waits: {reason.Key} (such as {reason.First().Id}).");

    /// <summary>What an answer depends on and could not be read.</summary>
    private static List<Notice> Doubtful(IEnumerable<SyncStatusRow> applications) => QueryNotices.Few(
        [.. from application in applications
            where application.Status.Delivery is { PathsNotice: not null }
            select new Notice(NoticeSeverity.Warning, $"{application.Id}: {application.Status.Delivery!.PathsNotice}")]);

    private static Frame Create(IEnumerable<PendingCommitRow> rows, WebLinks links, DateTimeOffset now, IReadOnlyList<Notice> notices)
    {
        using var frame = new FrameBuilder<PendingCommitRow>(Definition.Name)
        {
            Key = ["cluster", "operator", "kind", "namespace", "application", "repository", "sha"],
        };
        frame.Time("merged", "When the commit got onto the target branch", row => row.Merged);
        frame.OptionalText("environment", "Where the application belongs", row => row.Environment);
        frame.Text(
            "application", "Name of the application's object", row => row.Application.Name,
            ColumnConfig.Link("Open in the operator", "ui_url"));
        frame.Text("subject", "First paragraph of the message", row => row.Subject);
        frame.Text("author", "Who wrote the change", row => row.Author);
        frame.Text("type", "Conventional Commits type, or revert, merge, other", row => row.ChangeType);
        frame.OptionalText("scope", "Conventional Commits scope", row => row.Scope);
        frame.Truth("breaking", "Marked as a breaking change", row => row.Breaking);
        frame.Text(
            "short_sha", "The beginning of the object id", row => row.Sha[..Math.Min(ShortSha, row.Sha.Length)],
            ColumnConfig.Link("Show commit", "url"));
        frame.Number(
            "pull_request", "Number of the pull request that the subject names", row => row.PullRequest,
            ColumnConfig.Link("Show pull request", "pull_request_url"));
        frame.Number("age", "How long it waits", row => Age(row).TotalSeconds, ColumnConfig.Seconds);
        frame.Number("budget", "How long it may wait in the environment", row => row.Budget.TotalSeconds, ColumnConfig.Seconds);
        frame.Truth(
            "over_budget", "It waits longer, and the application is not suspended", row => !row.Suspended && Age(row) > row.Budget,
            StateColumns.Alarm("red"));
        frame.Truth(
            "suspended", "Somebody told the operator to leave the application alone", row => row.Suspended, StateColumns.Alarm("purple"));
        frame.OptionalText(
            "issue_keys", "Keys of issues that the message names",
            row => row.IssueKeys.Count == 0 ? null : string.Join(", ", row.IssueKeys), ColumnConfig.Issue(links));
        AddIdentity(frame, links);
        return frame.Finish(rows, notices);

        TimeSpan Age(PendingCommitRow row) => row.Merged < now ? now - row.Merged : TimeSpan.Zero;
    }

    private static void AddIdentity(FrameBuilder<PendingCommitRow> frame, WebLinks links)
    {
        frame.Text("cluster", "The cluster that holds the application's object", row => row.Application.Cluster);
        frame.Text("operator", SourceTable.OneOfOperators, row => row.Application.Operator);
        frame.Text("kind", "Kubernetes kind of the object", row => row.Application.Kind);
        frame.Text("namespace", "Namespace of the object", row => row.Application.Namespace);
        frame.Text("repository", "Name of the repository", row => row.Repository);
        frame.Text("sha", "The whole object id", row => row.Sha);
        frame.OptionalText("url", "The commit in the web interface of its repository", row => links.Commit(row.Repository, row.Sha));
        frame.OptionalText(
            "pull_request_url", "The pull request there",
            row => row.PullRequest is { } number ? links.PullRequest(row.Repository, number) : null);
        frame.OptionalText(
            "issue_url", "The first of the issues in the tracker that is configured for the repository",
            row => row.IssueKeys is [var key, ..] ? links.Issue(row.Repository, key) : null);
        frame.OptionalText("ui_url", "The application in the user interface of its operator", row => links.ApplicationUi(row.Application));
    }
}
