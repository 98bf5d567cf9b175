using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>A row of <c>application_delivery</c>.</summary>
internal sealed record DeliveryStateRow
{
    private const string Table = "application_delivery";

    private static readonly ColumnList<DeliveryStateRow> Key = new() { { "application_id", row => row.ApplicationId } };

    private static readonly ColumnList<DeliveryStateRow> Values = new()
    {
        { "evaluated_at", row => row.EvaluatedAt },
        { "made_of", row => row.MadeOf },
        { "status", row => row.Status },
        { "notice", row => row.Notice },
        { "head", row => row.Head },
        { "commits_behind", row => row.CommitsBehind },
        { "oldest_pending", row => row.OldestPending },
        { "paths_status", row => row.PathsStatus },
        { "paths_revision", row => row.PathsRevision },
        { "paths_notice", row => row.PathsNotice },
    };

    public static ColumnList<DeliveryStateRow> All { get; } = [.. Key, .. Values];

    public static RowStatement<DeliveryStateRow> Insert { get; } = new(RowAction.Insert, Table, Key, Values);

    public static RowStatement<DeliveryStateRow> Delete { get; } = new(RowAction.Delete, Table, Key, []);

    public long ApplicationId { get; init; }
    public long EvaluatedAt { get; init; }
    public string MadeOf { get; init; } = "";
    public long Status { get; init; }
    public string? Notice { get; init; }
    public byte[]? Head { get; init; }
    public long? CommitsBehind { get; init; }
    public long? OldestPending { get; init; }
    public long PathsStatus { get; init; }
    public byte[]? PathsRevision { get; init; }
    public string? PathsNotice { get; init; }

    public static DeliveryStateRow From(DeliveryState state) => new()
    {
        ApplicationId = state.Application,
        EvaluatedAt = state.Evaluated.ToUnixTimeMilliseconds(),
        MadeOf = state.Fingerprint,
        Status = (long)state.Status,
        Notice = state.Notice is null ? null : StoredText.Clean(state.Notice, ApplicationLimits.Message),
        Head = state.Head is null ? null : ObjectId.Parse(state.Head),
        CommitsBehind = state.CommitsBehind,
        OldestPending = state.OldestPending?.ToUnixTimeMilliseconds(),
        PathsStatus = (long)state.PathsKnown,
        PathsRevision = state.PathsRevision is null ? null : ObjectId.Parse(state.PathsRevision),
        PathsNotice = state.PathsNotice is null ? null : StoredText.Clean(state.PathsNotice, ApplicationLimits.Message),
    };

    public DeliveryState ToState() => new()
    {
        Application = ApplicationId,
        Evaluated = DateTimeOffset.FromUnixTimeMilliseconds(EvaluatedAt),
        Fingerprint = MadeOf,
        Status = (CommitsKnown)Status,
        Notice = Notice,
        Head = Head is null ? null : ObjectId.ToHex(Head),
        CommitsBehind = CommitsBehind,
        OldestPending = StoredMoment.At(OldestPending),
        PathsKnown = (PathsKnown)PathsStatus,
        PathsRevision = PathsRevision is null ? null : ObjectId.ToHex(PathsRevision),
        PathsNotice = PathsNotice,
    };
}

/// <summary>A row of <c>application_paths</c>.</summary>
internal sealed record DeliveryPathRow(long Application, long Repository, string Path)
{
    private static readonly ColumnList<DeliveryPathRow> Owner = new() { { "application_id", row => row.Application } };

    private static readonly ColumnList<DeliveryPathRow> Place = new()
    {
        { "repository_id", row => row.Repository },
        { "path", row => row.Path },
    };

    public static RowStatement<DeliveryPathRow> Insert { get; } = new(RowAction.Insert, "application_paths", [.. Owner, .. Place], []);

    /// <summary>Removes all rows of the application.</summary>
    public static RowStatement<DeliveryPathRow> DeleteAll { get; } = new(RowAction.Delete, "application_paths", Owner, []);
}

/// <summary>A row of <c>pending_commits</c>.</summary>
internal sealed record PendingRow(long Application, long Commit, long Merged)
{
    private static readonly ColumnList<PendingRow> Owner = new() { { "application_id", row => row.Application } };

    private static readonly ColumnList<PendingRow> Values = new()
    {
        { "commit_id", row => row.Commit },
        { "merged_at", row => row.Merged },
    };

    public static RowStatement<PendingRow> Insert { get; } = new(RowAction.Insert, "pending_commits", Owner, Values);

    /// <summary>Removes all rows of the application.</summary>
    public static RowStatement<PendingRow> DeleteAll { get; } = new(RowAction.Delete, "pending_commits", Owner, []);
}

/// <summary>The repository of a source: one column of <c>application_sources</c>.</summary>
internal sealed record SourceRepositoryRow(long Application, long Position, long? Repository)
{
    public static RowStatement<SourceRepositoryRow> Update { get; } = new(
        RowAction.Update,
        "application_sources",
        new() { { "application_id", row => row.Application }, { "position", row => row.Position } },
        new() { { "repository_id", row => row.Repository } });
}

/// <summary>When an application changed for those who watch it: one column of <c>applications</c>.</summary>
internal sealed record ChangedInRow(long Application, long Version)
{
    public static RowStatement<ChangedInRow> Update { get; } =
        new(RowAction.Update, "applications", new() { { "id", row => row.Application } }, new() { { "changed_in", row => row.Version } });
}

/// <summary>A row of <c>deployment_commits</c>.</summary>
internal sealed record DeploymentCommitRow(long Event, long Commit, long Merged, bool Removed, long Application, long Deployed)
{
    private static readonly ColumnList<DeploymentCommitRow> Owner = new() { { "event_id", row => row.Event } };

    private static readonly ColumnList<DeploymentCommitRow> Values = new()
    {
        { "commit_id", row => row.Commit },
        { "merged_at", row => row.Merged },
        { "removed", row => row.Removed ? 1 : 0 },
        { "application_id", row => row.Application },
        { "deployed_at", row => row.Deployed },
    };

    public static RowStatement<DeploymentCommitRow> Insert { get; } = new(RowAction.Insert, "deployment_commits", Owner, Values);

    /// <summary>Removes all rows of the deployment.</summary>
    public static RowStatement<DeploymentCommitRow> DeleteAll { get; } = new(RowAction.Delete, "deployment_commits", Owner, []);
}

/// <summary>What is known of a deployment's commits: two columns of <c>sync_events</c>.</summary>
internal sealed record DeploymentKnownRow(long Event, long Known, long? Commits)
{
    public static RowStatement<DeploymentKnownRow> Update { get; } = new(
        RowAction.Update, "sync_events", new() { { "id", row => row.Event } },
        new() { { "commits_known", row => row.Known }, { "commits", row => row.Commits } });

    public static DeploymentKnownRow From(ResolvedDeployment found)
    {
        long? brought = found.Known == CommitsKnown.Exactly ? found.Commits.LongCount(commit => !commit.Removed) : null;
        return new DeploymentKnownRow(found.Deployment.Event, (long)found.Known, brought);
    }
}
