using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Queries;

/// <summary>What was pushed to us, and what came of it.</summary>
public static class InboxQuery
{
    private static readonly QueryParameter Sources = new("sources", "source", ParameterKind.List, "Names of receivers, as hooks.receivers has them");

    private static readonly QueryParameter States = new("states", "state", ParameterKind.List, "How far deliveries are, or how they ended")
    {
        Choices = Enum.GetNames<InboxState>(),
    };

    private static readonly NumberSet<BacklogNow> Numbers = new(
        new("dead", "Deliveries that were given up and are still kept", row => row.Backlog.Dead),
        new("waiting", "Deliveries that are not processed yet", row => row.Backlog.Waiting),
        new("oldest_waiting_seconds", "How long the oldest of them has waited; 0 when none waits", row => row.Age, ColumnConfig.Seconds));

    /// <summary>Its line of the table. What is pushed makes no version, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "inbox",
        "Deliveries of webhooks, newest first: what each led to, or why it was ignored or given up",
        [
            Sources, States, CommonParameters.Search with { Help = "A text in delivery, event or outcome" }, CommonParameters.Limit,
            NumericAnswer.Format("Each delivery, or numbers for each receiver"), Numbers.Parameter, .. CommonParameters.AppliedNot(),
        ],
        RunAsync)
    { Cacheable = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken) =>
        NumericAnswer.IsAskedFor(context.Request)
            ? await CountAsync(context, cancellationToken)
            : await ListAsync(context, cancellationToken);

    private static async Task<IReadOnlyList<Frame>> ListAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var rows = await context.Store.Inbox.ReadAsync(
            new InboxFilter
            {
                Sources = request.List(Sources.Name),
                States = [.. request.List(States.Name).Select(Enum.Parse<InboxState>)],
                Search = request.Text("search"),
                From = request.From,
                To = request.To,
                // One more than wanted tells whether the answer is cut.
                Limit = request.Limit + 1,
            },
            cancellationToken);
        List<Notice> notices = [.. QueryNotices.NotApplied(request)];
        if (rows.Count > request.Limit) notices.Add(QueryNotices.Cut(request.Limit, "newest", "time range, source, state or search"));
        using var frame = Create();
        return [frame.Finish(rows.Take(request.Limit), notices)];
    }

    private static FrameBuilder<InboxDelivery> Create()
    {
        var frame = new FrameBuilder<InboxDelivery>(Definition.Name) { Key = ["id"] };
        frame.Time("received", "When it came", row => row.Received);
        frame.Text("source", "Name of the receiver", row => row.Source);
        frame.Text("event", "What the sender calls it", row => row.Event);
        frame.Text("state", "How far it is, or how it ended", row => row.State.ToString(), StateColumns.Coloured(
            (nameof(InboxState.Waiting), "blue"), (nameof(InboxState.Done), "green"), (nameof(InboxState.Ignored), StateColumns.Grey),
            (nameof(InboxState.Dead), "red")));
        frame.OptionalText("outcome", "What it led to, or why it was ignored", row => row.State == InboxState.Dead ? null : row.Outcome);
        frame.OptionalText("error", "Why it was given up", row => row.State == InboxState.Dead ? row.Outcome : null);
        frame.Number("attempts", "How often it was tried", row => row.Attempts);
        frame.Time("processed", "When it ended; empty while it waits", row => row.Processed);
        frame.Text("delivery", "What tells it from others of the receiver: the sender's name for it, or a hash of the content", row => row.Delivery);
        frame.Number("size", "Bytes of the payload", row => row.Size, new FieldConfig { Unit = "bytes" });
        frame.Number("id", "Number of the delivery, as its sender was told", row => row.Id);
        return frame;
    }

    private static async Task<IReadOnlyList<Frame>> CountAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var (request, now) = (context.Request, context.TimeProvider.GetUtcNow());
        var sources = request.List(Sources.Name);
        using var frame = new FrameBuilder<BacklogNow>(Definition.Name) { Meta = NumberSet<BacklogNow>.Meta };
        frame.Text("source", "Name of the receiver", row => row.Backlog.Source);
        Numbers.AddTo(frame, request);
        var backlogs = await context.Store.Inbox.ReadBacklogAsync(cancellationToken);
        var asked = backlogs.Where(backlog => sources.Count == 0 || sources.Contains(backlog.Source));
        return [frame.Finish(asked.Select(backlog => new BacklogNow(backlog, now)), [.. QueryNotices.NotApplied(request)])];
    }

    private readonly record struct BacklogNow(InboxBacklog Backlog, DateTimeOffset Now)
    {
        // A clock that was set back must not show what comes yet.
        public double Age => Backlog.OldestWaiting is { } oldest ? Math.Max(0, (Now - oldest).TotalSeconds) : 0;
    }
}
