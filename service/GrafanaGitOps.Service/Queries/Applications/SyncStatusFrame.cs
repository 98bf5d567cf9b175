using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The columns of <c>sync_status</c>: which application, how it is, what waits, what happened last, then the rest and addresses.</summary>
internal static class SyncStatusFrame
{
    private const string Name = "sync_status";

    public static Frame Create(
        IReadOnlyList<SyncStatusRow> rows, WebLinks links, SyncStatusLayout layout, IReadOnlyList<Notice> notices)
    {
        using var frame = new FrameBuilder<SyncStatusRow>(Name)
        {
            Key = ["cluster", "operator", "kind", "namespace", "application"],
        };
        AddState(frame, layout.HasUi);
        AddRevisions(frame, layout.HasCommits);
        AddLastSync(frame);
        AddDoubts(frame);
        AddSource(frame);
        AddAddresses(frame, links);
        if (layout.HasDeleted)
            frame.Time("deleted", "When the object was gone, or was no longer asked for: the row is to be taken away", row => row.Status.Deleted);
        return frame.Finish(rows, notices);
    }

    private static void AddState(FrameBuilder<SyncStatusRow> frame, bool hasUi)
    {
        frame.OptionalText("environment", "Where it belongs", row => row.Status.Environment);
        frame.Text(
            "application", "Name of the object", row => row.Id.Name, hasUi ? ColumnConfig.Link("Open in the operator", "ui_url") : null);
        frame.Text("sync", "Whether the cluster holds the desired revision", row => Enum.GetName(row.Status.Sync)!, StateColumns.Sync);
        frame.Text("health", "How the deployed resources do", row => Enum.GetName(row.Status.Health)!, StateColumns.Health);
        frame.Truth("suspended", "Somebody told the operator to leave it alone", row => row.Status.Suspended, StateColumns.Alarm("purple"));
    }

    private static void AddRevisions(FrameBuilder<SyncStatusRow> frame, bool hasLinks)
    {
        frame.OptionalText(
            "desired_short", "What should run", row => row.EachSource(source => source.Desired?.Short),
            hasLinks ? ColumnConfig.Link("Show commit", "desired_url") : null);
        frame.OptionalText(
            "deployed_short", "What runs; deployed_by tells how that is known", row => row.EachSource(source => source.Deployed?.Short),
            hasLinks ? ColumnConfig.Link("Show commit", "deployed_url") : null);
        frame.Number(
            "commits_behind", "Commits that touch the application and are not deployed", row => row.Status.Delivery?.CommitsBehind,
            hasLinks ? ColumnConfig.Link("Show what is not deployed", "compare_url") : null);
        frame.Number(
            "sync_delay", "Age of the oldest commit that waits; 0 when none waits or while suspended, empty when it is not known",
            row => Seconds(row.SyncDelay), ColumnConfig.Seconds);
        frame.Number(
            "budget", "The longest sync delay that is normal in the environment", row => row.Status.Budget.TotalSeconds,
            ColumnConfig.Seconds);
        frame.Truth("over_budget", "The sync delay is longer than the budget", row => row.IsOverBudget, StateColumns.Alarm("red"));
        frame.Time(
            "oldest_pending", "When the oldest commit that waits got onto the target branch", row => row.Status.Delivery?.OldestPending);
        frame.Text(
            "commits_known", "Whether the commits that wait are known, or why not", row => CommitsKnownText.Of(row.Status.Delivery?.Known));
    }

    private static void AddLastSync(FrameBuilder<SyncStatusRow> frame)
    {
        frame.OptionalText(
            "last_sync", "How far the running sync is, or how the last one ended", row => row.Status.LastSync is { } sync ? Enum.GetName(sync.Phase) : null,
            StateColumns.Phase);
        frame.OptionalText("last_sync_kind", "What it was for", row => row.Status.LastSync is { } sync ? Enum.GetName(sync.Kind) : null);
        frame.Time("last_sync_started", "When it began", row => row.Status.LastSync?.Started);
        frame.Number(
            "last_sync_duration", "How long it took; empty while it runs",
            row => Seconds(row.Status.LastSync?.Finished - row.Status.LastSync?.Started), ColumnConfig.Seconds);
        frame.OptionalText("last_sync_initiator", "Who began it; empty when that is not known", row => Initiator(row.Status.LastSync));
        frame.Time("last_deployment", "When the deployed revision changed last", row => row.Status.LastDeployment);
        frame.Number(
            "verdict_age", "How long ago the operator looked; empty when that is not known", row => Seconds(row.VerdictAge),
            ColumnConfig.Seconds);
        frame.Truth(
            "stale", "The operator missed three of its own looks: what is shown may no longer be true", row => row.IsStale,
            StateColumns.Alarm("orange"));
        frame.OptionalText("message", "What the operator says", row => row.Status.Message);
    }

    private static void AddDoubts(FrameBuilder<SyncStatusRow> frame)
    {
        frame.OptionalText("notices", "What one must know to read the row right", Notices);
        frame.Time("sync_since", "Since when sync is what it is, at the latest", row => row.Status.SyncSince.NotAfter);
        frame.Time("sync_since_earliest", "The same at the earliest; empty when nothing is known", row => row.Status.SyncSince.NotBefore);
        frame.Time("health_since", "Since when health is what it is, at the latest", row => row.Status.HealthSince.NotAfter);
        frame.Time(
            "health_since_earliest", "The same at the earliest; empty when nothing is known", row => row.Status.HealthSince.NotBefore);
        frame.Number("resources", "Resources of the application", row => row.Status.Resources);
        frame.Number("resources_out_of_sync", "How many of them differ from the desired revision", row => row.Status.ResourcesOutOfSync);
        frame.Number("resources_degraded", "How many of them are degraded", row => row.Status.ResourcesDegraded);
    }

    private static void AddSource(FrameBuilder<SyncStatusRow> frame)
    {
        frame.Text("cluster", "The cluster that holds the object", row => row.Id.Cluster);
        frame.Text("operator", SourceTable.OneOfOperators, row => row.Id.Operator);
        frame.Text("kind", "Kubernetes kind of the object", row => row.Id.Kind);
        frame.Text("namespace", "Namespace of the object", row => row.Id.Namespace);
        frame.OptionalText("project", "Argo CD project", row => row.Status.Project);
        frame.OptionalText("destination_namespace", "Namespace that it deploys to", row => row.Status.DestinationNamespace);
        frame.Truth("automated", "The operator syncs by itself", row => row.Status.Automated);
        frame.OptionalText(
            "repository", "Where it is built from: the indexed repository, else the URL",
            row => row.EachSource(source => source.Repository ?? source.RepoUrl));
        frame.OptionalText("path", "Path or chart in it", row => row.EachSource(source => source.Path ?? source.Chart));
        frame.OptionalText("target_revision", "What it follows", row => row.EachSource(source => source.TargetRevision));
        frame.OptionalText("desired", "What should run, whole", row => row.EachSource(source => source.Desired?.Text));
        frame.OptionalText("deployed", "What runs, whole", row => row.EachSource(source => source.Deployed?.Text));
        frame.OptionalText(
            "deployed_by",
            "How it is known what runs: a complete sync, a partial sync after which all was as asked for, a comparison that found nothing to sync, or what the controller wrote down",
            row => DeployedByText(row.Status.DeployedBy));
        frame.Number("pull_request", "Pull request that brought the desired commit", row => row.Source?.PullRequest);
        frame.Time("last_looked", "When the operator looked last", row => row.LastLooked);
    }

    private static void AddAddresses(FrameBuilder<SyncStatusRow> frame, WebLinks links)
    {
        frame.OptionalText(
            "desired_url", "The desired commit in the web interface of its repository",
            row => Commit(row.Source, row.Source?.DesiredCommit));
        frame.OptionalText("deployed_url", "The deployed commit there", row => Commit(row.Source, row.Source?.DeployedCommit));
        frame.OptionalText("compare_url", "What is desired and not deployed, there", row => Compare(row.Source));
        frame.OptionalText("pull_request_url", "The pull request there", row =>
            row.Source is { Repository: { } repository, PullRequest: { } number } ? links.PullRequest(repository, number) : null);
        frame.OptionalText("ui_url", "The application in the user interface of its operator", row => links.ApplicationUi(row.Id));

        string? Commit(SourceStatus? source, string? commit) =>
            source?.Repository is { } repository && commit is not null ? links.Commit(repository, commit) : null;

        string? Compare(SourceStatus? source) =>
            source is { Repository: { } repository, DeployedCommit: { } from, DesiredCommit: { } to } && from != to
                ? links.Compare(repository, from, to)
                : null;
    }

    private static string? DeployedByText(DeployedBy? by) => by switch
    {
        DeployedBy.Sync => "sync",
        DeployedBy.PartialSync => "partial sync",
        DeployedBy.Comparison => "comparison",
        DeployedBy.Controller => "controller",
        _ => null,
    };

    private static double? Seconds(TimeSpan? duration) => duration is { } known ? Math.Round(known.TotalSeconds, 1) : null;

    private static string? Initiator(LastSync? sync) => sync?.Initiator is { } initiator
        ? initiator.User ?? (initiator.Automated == true ? "automatic" : null)
        : null;

    private static string? Notices(SyncStatusRow row)
    {
        var (status, delivery) = (row.Status, row.Status.Delivery);
        if (status.Notices.Count == 0 && delivery is not ({ Notice: not null } or { PathsNotice: not null }) && !HasNotice(status)) return null;
        var texts = status.Notices.Concat(status.Sources.Select(source => source.Notice)).Append(delivery?.Notice).Append(delivery?.PathsNotice);
        return string.Join(" ", texts.OfType<string>().Distinct());
    }

    private static bool HasNotice(ApplicationStatus status) =>
        status.OnlySource is { } only ? only.Notice is not null : status.Sources.Any(source => source.Notice is not null);
}

/// <summary>What of <c>sync_status</c> depends on more than a row: links that could lead nowhere are left out, for all frames of a stream alike.</summary>
/// <param name="HasUi">Some application has an address in its operator's user interface.</param>
/// <param name="HasCommits">Some commit has an address.</param>
/// <param name="HasDeleted">Rows may be ones that are to be taken away.</param>
internal sealed record SyncStatusLayout(bool HasUi, bool HasCommits, bool HasDeleted = false)
{
    public static SyncStatusLayout Of(IReadOnlyList<SyncStatusRow> rows, WebLinks links) => new(
        rows.DistinctBy(row => row.Id.Operator).Any(row => links.ApplicationUi(row.Id) is not null),
        rows.Select(row => row.Source).Where(source => source is { Repository: not null, DesiredCommit: not null })
            .DistinctBy(source => source!.Repository).Any(source => links.Commit(source!.Repository!, source.DesiredCommit!) is not null));
}
