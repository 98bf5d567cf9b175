namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>An application by cluster and name; names are unique over both operators.</summary>
internal readonly record struct ApplicationKey(string Cluster, string Name);

/// <summary>Why a sync began.</summary>
internal enum SyncCause
{
    /// <summary>Argo CD saw a new revision.</summary>
    Automatic,

    /// <summary>A person wanted it.</summary>
    Person,

    /// <summary>Argo CD puts back what was changed by hand.</summary>
    SelfHeal,
}

/// <summary>Something that happens in the story.</summary>
/// <param name="At">In story time.</param>
internal abstract record StoryEvent(TimeSpan At);

/// <summary>Somebody pushed a commit.</summary>
internal sealed record CommitPushed(TimeSpan At, PlannedCommit Commit) : StoryEvent(At);

/// <summary>Argo CD compared an application with git.</summary>
internal sealed record Compared(TimeSpan At, ApplicationKey Application) : StoryEvent(At);

/// <summary>Argo CD began to sync to the revision that it compared last. Nothing happens where that is deployed already.</summary>
/// <param name="User">Null for Argo CD itself.</param>
internal sealed record SyncBegan(TimeSpan At, ApplicationKey Application, SyncCause Cause, string? User = null) : StoryEvent(At);

/// <summary>The sync that runs ended.</summary>
/// <param name="Failure">Null when it ended well.</param>
internal sealed record SyncEnded(TimeSpan At, ApplicationKey Application, SyncFailure? Failure = null) : StoryEvent(At);

/// <summary>The new pods are ready, or never will be.</summary>
internal sealed record RolledOut(TimeSpan At, ApplicationKey Application, bool IsHealthy = true) : StoryEvent(At);

/// <summary>Somebody changed a Deployment in the cluster.</summary>
internal sealed record ChangedByHand(TimeSpan At, ApplicationKey Application) : StoryEvent(At);

/// <summary>Flux fetched the repository.</summary>
internal sealed record SourceFetched(TimeSpan At, string Cluster) : StoryEvent(At);

/// <summary>Flux applied a Kustomization, or failed to.</summary>
internal sealed record Reconciled(TimeSpan At, ApplicationKey Application, TimeSpan Duration, bool IsHealthy = true) : StoryEvent(At);

/// <summary>Flux upgraded a HelmRelease; the first time it installed it.</summary>
internal sealed record ReleaseUpgraded(TimeSpan At, ApplicationKey Application, string Version, TimeSpan Duration) : StoryEvent(At);

/// <summary>Somebody suspended a HelmRelease.</summary>
internal sealed record ReleaseSuspended(TimeSpan At, ApplicationKey Application) : StoryEvent(At);

/// <summary>What a sync failed at.</summary>
/// <param name="Message">As the operator says it.</param>
/// <param name="IsHook">A Job that belongs to the sync failed; else the Deployment was refused.</param>
/// <param name="Retries">How often it was tried again.</param>
internal sealed record SyncFailure(string Message, bool IsHook, int Retries);
