namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>Which deliveries.</summary>
public sealed record InboxFilter
{
    /// <summary>Names of receivers; empty for all.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>How far they are; empty for any.</summary>
    public IReadOnlyList<InboxState> States { get; init; } = [];

    /// <summary>A text in the delivery's name, the event or the outcome.</summary>
    public string? Search { get; init; }

    /// <summary>Received then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Received then or earlier.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The most rows.</summary>
    public required int Limit { get; init; }
}
