namespace GrafanaGitOps.Service.Senders;

/// <summary>A delivery that was verified and is durable.</summary>
/// <param name="Event">What the sender calls it.</param>
/// <param name="Cluster">The cluster that its receiver is configured for; null when it is for any.</param>
/// <param name="Body">The payload.</param>
public readonly record struct TakenHook(string Event, string? Cluster, ReadOnlyMemory<byte> Body);
