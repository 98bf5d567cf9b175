namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>A delivery that was verified and is to be kept.</summary>
/// <param name="Source">The receiver's name.</param>
/// <param name="Delivery">What tells it from others of the receiver, and is the same when it comes again.</param>
/// <param name="Event">What the sender calls it.</param>
/// <param name="Received">When it came.</param>
/// <param name="Body">The payload.</param>
public sealed record NewDelivery(string Source, string Delivery, string Event, DateTimeOffset Received, byte[] Body);

/// <summary>A delivery that is durable.</summary>
/// <param name="Id">Its row.</param>
/// <param name="IsNew">False when it had come before.</param>
public readonly record struct TakenDelivery(long Id, bool IsNew);
