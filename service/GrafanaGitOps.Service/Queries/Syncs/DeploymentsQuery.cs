using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Deployments with the commits that they brought, newest first.</summary>
public static class DeploymentsQuery
{
    private const string Failed = "failed";
    private const string All = "all";
    private const int Subjects = 3;

    /// <summary>Whether failed attempts at a new revision are wanted.</summary>
    internal static QueryParameter Outcome { get; } = QueryParameter.Choice(
        "outcome", "outcome", "Deployments, failed attempts at one, or both", "succeeded", Failed, All);

    internal static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        .. CommonParameters.Applications, CommonParameters.Repositories, Outcome,
        CommonParameters.Search with { Help = "A text in message, initiator or revision" }, CommonParameters.Limit,
    ];

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "deployments",
        "Deployments with commits, authors, change types, lead time and duration, newest first",
        Parameters,
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        using var frame = Create(context.Links);
        return [await FillAsync(frame, context, cancellationToken)];
    }

    /// <summary>Appends each deployment that is asked for and finishes the frame.</summary>
    internal static async Task<Frame> FillAsync(FrameBuilder<DeploymentRow> frame, QueryContext context, CancellationToken cancellationToken)
    {
        var filter = SyncEventsQuery.FilterOf(context.Request) with
        {
            Scope = context.Request.Choice(Outcome) switch
            {
                Failed => SyncEventScope.FailedDeployments,
                All => SyncEventScope.Deployments | SyncEventScope.FailedDeployments,
                _ => SyncEventScope.Deployments,
            },
        };
        var isCut = await frame.AppendAsync(context.Store.Syncs.ReadDeploymentsAsync(filter, cancellationToken), context.Request.Limit);
        List<Notice> notices = [.. await ApplicationNotices.ReadAsync(context, filter.Applications, frame.RowCount == 0, cancellationToken)];
        if (isCut) notices.Add(QueryNotices.Cut(context.Request.Limit, "newest", "time range, application or environment"));
        return frame.Finish(notices);
    }

    /// <summary>The columns: when, what, which changes, how fast, how it went.</summary>
    internal static FrameBuilder<DeploymentRow> Create(WebLinks webLinks)
    {
        var links = new SyncEventLinks(webLinks);
        var frame = new FrameBuilder<DeploymentRow>(Definition.Name) { Key = ["id"] };
        frame.Time("time", "When it ended, or began where nobody wrote down the end; the latest that it can have been, see time_not_before",
            row => row.Event.Time.NotAfter);
        frame.Text("application", "Name of the application", row => row.Event.Application.Name,
            ColumnConfig.Link("Show application", "application_url"));
        frame.OptionalText("environment", "Where the application belongs", row => row.Event.Environment);
        frame.Text("outcome", "succeeded or failed", row => row.Event.Deployment ? "succeeded" : "failed", StateColumns.Outcome);
        frame.Text("kind", "What the sync was for; Rollback goes back to a revision from before", row => row.Event.Kind.ToString());
        frame.OptionalText("short_revision", "What was deployed: beginning of the object id, or version",
            row => row.Event.RevisionParts?.Short, ColumnConfig.Link("Show commit", "url"));
        frame.OptionalText("short_previous_revision", "What was deployed before; empty for the first deployment that is known",
            row => row.Event.PreviousParts?.Short, ColumnConfig.Link("Compare", "compare_url"));
        AddCommits(frame, webLinks);
        AddMeasures(frame);
        AddWho(frame);
        AddWhere(frame);
        frame.OptionalText("url", "The commit in the web interface of its repository", row => links.Commit(row.Event));
        frame.OptionalText("compare_url", "What it brought, in the web interface of its repository", row => links.Compare(row.Event));
        frame.OptionalText("pull_request_url", "The newest pull request in the web interface of its repository",
            row => row.Commits?.PullRequests is [var newest, ..] ? webLinks.PullRequest(newest.Repository, newest.Number) : null);
        frame.OptionalText("issue_url", "The first of the issues in the tracker that is configured for the repository whose commit names it",
            row => row.Commits?.Issues is [var first, ..] ? webLinks.Issue(first.Repository, first.Key) : null);
        frame.OptionalText("application_url", "The application in the user interface of its operator", row => webLinks.ApplicationUi(row.Event.Application));
        frame.Number("id", "Number of the sync in the ledger", row => row.Event.Id);
        return frame;
    }

    private static void AddCommits(FrameBuilder<DeploymentRow> frame, WebLinks links)
    {
        frame.Number("commits", "Commits of the application that it brought; empty when not known", row => row.Event.Commits);
        frame.Text("commits_known", "exactly, or why the commits are not known", row => CommitsKnownText.Of(row.Event.CommitsKnown));
        frame.OptionalText("subjects", "First lines of the newest commits; of those that it took back where it brought none",
            row => Join(row.Commits?.Newest.Take(Subjects).Select(commit => commit.Subject), "; "));
        frame.OptionalText("authors", "Who wrote the commits, those of most first", row => Join(row.Commits?.Authors));
        frame.OptionalText("change_types", "Change types of the commits, those of most first", row => Join(row.Commits?.ChangeTypes));
        frame.Truth("breaking", "One of the commits is marked as a breaking change", row => row.Commits?.Breaking);
        frame.OptionalText("issue_keys", "Keys of issues that the commits name", row => IssueKeys(row.Commits), ColumnConfig.Issue(links));
        frame.OptionalText("pull_requests", "Numbers of the pull or merge requests, newest first", row => PullRequests(row.Commits),
            ColumnConfig.Link("Show newest pull request", "pull_request_url"));
        frame.Number("commits_removed", "Commits that it took back: the revision before contained them", row => row.Commits?.Removed);
    }

    private static void AddMeasures(FrameBuilder<DeploymentRow> frame)
    {
        frame.Number("lead_time", "From the oldest commit that it brought to its end", LeadTime, ColumnConfig.Seconds);
        frame.Number("duration", "From start to end of the sync; empty where times are not known well enough",
            row => SyncTimes.Seconds(row.Event.Started, row.Event.Finished), ColumnConfig.Seconds);
        frame.Time("started", "When the sync began", row => row.Event.Started.NotAfter);
        frame.Time("time_not_before", "The earliest that time can have been: same as time when that is exact, empty when nothing is known",
            row => row.Event.Time.NotBefore);
    }

    private static void AddWho(FrameBuilder<DeploymentRow> frame)
    {
        frame.OptionalText("initiator", "Who began it, as the operator names them", row => row.Event.Initiator.User);
        frame.Truth("automated", "The operator began it by itself; empty when that is not known", row => row.Event.Initiator.Automated);
        frame.OptionalText("message", "What the operator says about it", row => row.Event.Message);
    }

    private static void AddWhere(FrameBuilder<DeploymentRow> frame)
    {
        frame.Text("cluster", "Cluster that holds the application's object", row => row.Event.Application.Cluster);
        frame.Text("operator", SourceTable.OneOfOperators, row => row.Event.Application.Operator);
        frame.Text("application_kind", "Kubernetes kind of the application's object", row => row.Event.Application.Kind);
        frame.Text("namespace", "Namespace of the application's object", row => row.Event.Application.Namespace);
        frame.OptionalText("project", "Argo CD project", row => row.Event.Project);
        frame.OptionalText("repository", "Name of the indexed repository that holds the commit", row => row.Event.Repository);
        frame.OptionalText("revision", "The whole revision as the operator names it", row => row.Event.Revision);
        frame.OptionalText("previous_revision", "The whole revision that was deployed before", row => row.Event.PreviousRevision);
    }

    /// <summary>Null where the end is not known well enough, and never negative: clocks differ.</summary>
    private static double? LeadTime(DeploymentRow row)
    {
        if (!row.Event.Deployment || row.Commits?.Oldest is not { } oldest || row.Event.Finished is not { } finished) return null;
        return SyncTimes.Seconds(Moment.Exactly(oldest), finished);
    }

    // The same key or number of two repositories stands side by side.
    private static string? IssueKeys(DeploymentCommits? commits) => Join(commits?.Issues.Select(issue => issue.Key).Distinct());

    private static string? PullRequests(DeploymentCommits? commits) =>
        Join(commits?.PullRequests.Select(one => one.Number).Distinct().Select(number => $"#{number}"));

    private static string? Join(IEnumerable<string>? texts, string separator = ", ") =>
        texts?.ToList() is { Count: > 0 } some ? string.Join(separator, some) : null;
}
