using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>A deployment whose commits are to be found.</summary>
/// <param name="Event">Row of the sync event.</param>
/// <param name="Application">Row of the application.</param>
/// <param name="Revision">Text of the first source's revision.</param>
/// <param name="PreviousRevision">The one of the deployment before; null when none is known.</param>
/// <param name="Sources">What was synced.</param>
/// <param name="PreviousSources">What the deployment before had synced.</param>
public sealed record UnresolvedDeployment(
    long Event, long Application, string? Revision, string? PreviousRevision,
    IReadOnlyList<SyncedSource> Sources, IReadOnlyList<SyncedSource> PreviousSources);

/// <summary>The commits of a deployment.</summary>
/// <param name="Deployment">Which deployment, as it was read: when it has changed since, nothing is recorded.</param>
/// <param name="Known">Whether they are known.</param>
/// <param name="Commits">Rows of the commits, when each got onto the branch, and whether the deployment took it back.</param>
public sealed record ResolvedDeployment(
    UnresolvedDeployment Deployment, CommitsKnown Known, IReadOnlyList<(long Commit, DateTimeOffset Merged, bool Removed)> Commits);
