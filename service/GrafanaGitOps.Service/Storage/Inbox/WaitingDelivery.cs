using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>A delivery that is to be processed.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Event">What the sender calls it.</param>
/// <param name="ReceivedAt">When it came, in Unix milliseconds.</param>
/// <param name="Body">The payload.</param>
public sealed record WaitingDelivery(long Id, string Event, long ReceivedAt, byte[] Body);

/// <summary>The end of a delivery.</summary>
/// <param name="Id">Its row.</param>
/// <param name="State">How it ended.</param>
/// <param name="Outcome">What it led to, or why it led to nothing.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="At">When it ended.</param>
public sealed record ProcessedDelivery(long Id, InboxState State, string Outcome, int Attempts, DateTimeOffset At)
{
    /// <summary>What happened by its word, recorded in the same transaction; null for what is of no use.</summary>
    public Activity? Activity { get; init; }
}
