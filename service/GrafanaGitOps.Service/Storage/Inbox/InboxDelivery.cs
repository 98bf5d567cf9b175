namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>A delivery as queries show it.</summary>
public sealed record InboxDelivery
{
    /// <summary>Its row.</summary>
    public required long Id { get; init; }

    /// <summary>The receiver's name.</summary>
    public required string Source { get; init; }

    /// <summary>What tells it from others of the receiver.</summary>
    public required string Delivery { get; init; }

    /// <summary>What the sender calls it.</summary>
    public required string Event { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>How far it is.</summary>
    public required InboxState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public required long Attempts { get; init; }

    /// <summary>When it ended; null while it waits.</summary>
    public DateTimeOffset? Processed { get; init; }

    /// <summary>What it led to, or why it led to nothing; null while it waits.</summary>
    public string? Outcome { get; init; }

    /// <summary>Bytes of the payload.</summary>
    public required long Size { get; init; }
}
