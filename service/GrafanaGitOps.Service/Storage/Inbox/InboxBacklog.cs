namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>How a receiver's deliveries do.</summary>
/// <param name="Source">The receiver's name.</param>
/// <param name="Waiting">Those that are not processed yet.</param>
/// <param name="OldestWaiting">When the oldest of them came; null when none waits.</param>
/// <param name="Dead">Those that were given up and are still kept.</param>
public sealed record InboxBacklog(string Source, long Waiting, DateTimeOffset? OldestWaiting, long Dead);
