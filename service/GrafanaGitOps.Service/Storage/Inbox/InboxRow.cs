using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Inbox;

/// <summary>A row of <c>inbox</c>.</summary>
internal sealed record InboxRow
{
    private const string Table = "inbox";

    private const int LongestOutcome = 2_000;

    private static readonly ColumnList<InboxRow> Key = new() { { "id", row => row.Id } };

    private static readonly ColumnList<InboxRow> Arrival = new()
    {
        { "source", row => row.Source },
        { "delivery", row => row.Delivery },
        { "event", row => row.Event },
        { "received_at", row => row.ReceivedAt },
        { "size", row => row.Size },
    };

    private static readonly ColumnList<InboxRow> Progress = new()
    {
        { "state", row => row.State },
        { "attempts", row => row.Attempts },
        { "processed_at", row => row.ProcessedAt },
        { "outcome", row => row.Outcome },
    };

    private static readonly ColumnList<InboxRow> Content = new() { { "body", row => row.Body } };

    /// <summary>All but the payload.</summary>
    public static ColumnList<InboxRow> Shown { get; } = [.. Key, .. Arrival, .. Progress];

    public static RowStatement<InboxRow> Insert { get; } = new(RowAction.InsertIfAbsent, Table, Key, [.. Arrival, .. Progress, .. Content]);

    public static RowStatement<InboxRow> Update { get; } = new(RowAction.Update, Table, Key, Progress);

    public long Id { get; init; }
    public string Source { get; init; } = "";
    public string Delivery { get; init; } = "";
    public string Event { get; init; } = "";
    public long ReceivedAt { get; init; }
    public long Size { get; init; }
    public long State { get; init; }
    public long Attempts { get; init; }
    public long? ProcessedAt { get; init; }
    public string? Outcome { get; init; }
    public byte[]? Body { get; init; }

    public static InboxRow From(NewDelivery delivery, long id) => new()
    {
        Id = id,
        Source = StoredText.Key(delivery.Source, "the receiver"),
        Delivery = StoredText.Key(delivery.Delivery, "the delivery"),
        Event = StoredText.Clean(delivery.Event),
        ReceivedAt = delivery.Received.ToUnixTimeMilliseconds(),
        Size = delivery.Body.Length,
        State = (long)InboxState.Waiting,
        Body = delivery.Body,
    };

    public static InboxRow From(ProcessedDelivery delivery) => new()
    {
        Id = delivery.Id,
        State = (long)delivery.State,
        Attempts = delivery.Attempts,
        ProcessedAt = delivery.At.ToUnixTimeMilliseconds(),
        Outcome = StoredText.Clean(delivery.Outcome, LongestOutcome),
    };

    public InboxDelivery ToDelivery() => new()
    {
        Id = Id,
        Source = Source,
        Delivery = Delivery,
        Event = Event,
        Received = DateTimeOffset.FromUnixTimeMilliseconds(ReceivedAt),
        State = (InboxState)State,
        Attempts = Attempts,
        Processed = StoredMoment.At(ProcessedAt),
        Outcome = Outcome,
        Size = Size,
    };
}
