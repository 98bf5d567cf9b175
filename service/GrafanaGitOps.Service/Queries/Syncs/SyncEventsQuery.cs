using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>The ledger: every sync attempt, newest first.</summary>
public static class SyncEventsQuery
{
    private const string Logs = "logs";

    private static readonly QueryParameter Phases = new("phases", "phase", ParameterKind.List, "How far attempts are, or how they ended")
    {
        Choices = Enum.GetNames<SyncPhase>(),
    };

    private static readonly QueryParameter Kinds = new("kinds", "kind", ParameterKind.List, "What attempts were for")
    {
        Choices = Enum.GetNames<SyncKind>(),
    };

    // The terminal has a --format of its own.
    private static readonly QueryParameter Format = QueryParameter.Choice(
        "format", "as", "Rows of a table or lines of a log", "table", Logs);

    /// <summary>Its line of the table.</summary>
    public static QueryDefinition Definition { get; } = new(
        "sync_events",
        "Every sync attempt, also failed, partial and self-healed ones, newest first",
        [
            .. CommonParameters.Applications, CommonParameters.Repositories, Phases, Kinds,
            CommonParameters.Search with { Help = "A text in message, initiator or revision" }, CommonParameters.Limit, Format,
        ],
        RunAsync);

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        using var frame = request.Choice(Format) == Logs ? SyncEventsLog.Create() : SyncEventsFrame.Create(context.Links);
        var filter = Filter(request);
        var isCut = false;
        await foreach (var row in context.Store.Syncs.ReadAsync(filter, cancellationToken))
        {
            isCut = frame.RowCount == request.Limit;
            if (isCut) break;
            frame.Append(row);
        }

        List<Notice> notices = [.. await ApplicationNotices.ReadAsync(context, filter.Applications, frame.RowCount == 0, cancellationToken)];
        if (isCut) notices.Add(QueryNotices.Cut(request.Limit, "newest", "time range, application, environment, phase or kind"));
        return [frame.Finish(notices)];
    }

    private static SyncEventFilter Filter(QueryRequest request) => new()
    {
        Applications = CommonParameters.FilterOf(request) with { IncludeDeleted = true },
        Phases = [.. request.List(Phases.Name).Select(Enum.Parse<SyncPhase>)],
        Kinds = [.. request.List(Kinds.Name).Select(Enum.Parse<SyncKind>)],
        Search = request.Text("search"),
        From = request.From,
        To = request.To,
        // One more than wanted tells whether the answer is cut.
        Limit = request.Limit + 1,
    };
}
