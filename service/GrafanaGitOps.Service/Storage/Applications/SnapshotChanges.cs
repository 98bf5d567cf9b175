namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>What a follower of some applications has to know to be up to date.</summary>
/// <param name="Version">The version that it is up to date with.</param>
/// <param name="Changed">Applications that match, changed since; all of one moment, in no order.</param>
/// <param name="Gone">Those that changed since and are no longer there, or no longer match; also some that never did.</param>
public sealed record SnapshotChanges(long Version, IReadOnlyList<SnapshotEntry> Changed, IReadOnlyList<RemovedEntry> Gone);

/// <summary>An application that a follower must take away.</summary>
/// <param name="Id">Number of its row.</param>
/// <param name="Deleted">When its object was gone; null while it is there.</param>
public readonly record struct RemovedEntry(long Id, DateTimeOffset? Deleted);
