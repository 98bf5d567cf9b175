using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>A row of <c>application_paths</c>.</summary>
internal sealed record DeliveryPathRow(long ApplicationId, long RepositoryId, string Path)
{
    public static RowTable<DeliveryPathRow> Table { get; } = RowTable<DeliveryPathRow>.Of("application_paths", nameof(ApplicationId));
}

/// <summary>A row of <c>pending_commits</c>.</summary>
internal sealed record PendingRow(long ApplicationId, long CommitId, long MergedAt)
{
    public static RowTable<PendingRow> Table { get; } = RowTable<PendingRow>.Of("pending_commits", nameof(ApplicationId));
}

/// <summary>The repository of a source: one column of <c>application_sources</c>.</summary>
internal sealed record SourceRepositoryRow(long ApplicationId, long Position, long? RepositoryId)
{
    public static RowTable<SourceRepositoryRow> Table { get; } = RowTable<SourceRepositoryRow>.Of("application_sources", nameof(ApplicationId), nameof(Position));
}

/// <summary>When an application changed for those who watch it: one column of <c>applications</c>.</summary>
internal sealed record ChangedInRow(long Id, long ChangedIn)
{
    public static RowTable<ChangedInRow> Table { get; } = RowTable<ChangedInRow>.Of("applications", nameof(Id));
}

/// <summary>A row of <c>deployment_commits</c>.</summary>
internal sealed record DeploymentCommitRow(long EventId, long CommitId, long MergedAt, long Removed, long ApplicationId, long DeployedAt)
{
    public static RowTable<DeploymentCommitRow> Table { get; } = RowTable<DeploymentCommitRow>.Of("deployment_commits", nameof(EventId));
}

/// <summary>What is known of a deployment's commits: two columns of <c>sync_events</c>.</summary>
internal sealed record DeploymentKnownRow(long Id, long CommitsKnown, long? Commits)
{
    public static RowTable<DeploymentKnownRow> Table { get; } = RowTable<DeploymentKnownRow>.Of("sync_events", nameof(Id));

    public static DeploymentKnownRow From(ResolvedDeployment found)
    {
        long? brought = found.Known is Events.CommitsKnown.Exactly or Events.CommitsKnown.AtLeast ? found.Commits.LongCount(commit => !commit.Removed) : null;
        return new DeploymentKnownRow(found.Deployment.Event, (long)found.Known, brought);
    }
}
