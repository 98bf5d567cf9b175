using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The operators themselves, and how well we see them.</summary>
public static class OperatorsQuery
{
    private static readonly NumberSet<OperatorRow> Numbers = new(
        new("failing", "1 when a workload is not ready, or a watch lacks rights or fails", row => row.IsFailing ? 1 : 0),
        new("ready", "1 when a workload has all its replicas, or a watch hears changes", row => row.IsReady ? 1 : 0),
        new("watch_failing", "1 when a watch lacks rights or fails", row => row.Watch is not null && row.IsFailing ? 1 : 0));

    /// <summary>Its line of the table. What watches write down changes without a version, so answers are not remembered.</summary>
    public static QueryDefinition Definition { get; } = new(
        "operators",
        "Workloads of each operator: ready, version, message; and our watches of its objects: phase, last error, missing rights",
        [
            .. CommonParameters.Applied("clusters", "operators"),
            CommonParameters.Search with { Help = "A text in name, component, version or message" }, CommonParameters.Limit,
            NumericAnswer.Format("All columns, or numbers alone"), Numbers.Parameter, NumericAnswer.Labels,
            .. CommonParameters.AppliedNot("clusters", "operators"),
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var workloads = await context.Store.Operators.ReadComponentsAsync(cancellationToken);
        var watches = await context.Store.Operators.ReadWatchesAsync(cancellationToken);
        var rows = workloads.Select(workload => new OperatorRow(workload)).Concat(watches.Select(watch => new OperatorRow(watch)))
            .Where(row => Matches(row, request))
            .OrderBy(row => row.Cluster, StringComparer.Ordinal).ThenBy(row => row.Operator, StringComparer.Ordinal)
            .ThenByDescending(row => row.IsFailing).ThenBy(row => row.Watch is not null).ThenBy(row => row.Name, StringComparer.Ordinal)
            .ToList();
        List<Notice> notices = [.. QueryNotices.NotApplied(request)];
        if (workloads.Count + watches.Count == 0) notices.Add(new Notice(NoticeSeverity.Info, ApplicationNotices.NothingRead));
        if (rows.Count > request.Limit) notices.Add(QueryNotices.Cut(request.Limit, "first", "cluster, operator or search"));
        var isNumeric = NumericAnswer.IsAskedFor(request);
        using var frame = isNumeric ? Count(request) : Create();
        // An operator that is not installed is neither ready nor failing.
        var shown = rows.Take(request.Limit).Where(row => !isNumeric || row.Watch?.Phase != WatchPhase.Missing);
        return [frame.Finish(shown, notices)];
    }

    private static bool Matches(OperatorRow row, QueryRequest request)
    {
        var (clusters, operators) = (new NameChoice(request.List("clusters")), new NameChoice(request.List("operators")));
        var search = request.Text("search");
        // The watching of workloads is about both operators.
        return clusters.Takes(row.Cluster) && (row.Operator.Length == 0 || operators.Takes(row.Operator))
            && (search is null || Array.Exists([row.Name, row.Workload?.Component, row.Version, row.Message], Holds));

        bool Holds(string? text) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static FrameBuilder<OperatorRow> Create()
    {
        var frame = new FrameBuilder<OperatorRow>(Definition.Name) { Key = ["cluster", "operator", "kind", "namespace", "name"] };
        frame.Text("cluster", "The cluster", row => row.Cluster);
        frame.Text("operator", $"{SourceTable.OneOfOperators}; empty for the watching of workloads", row => row.Operator);
        frame.Text("kind", "Kind of workload, or Watch for our watching of a kind of objects", row => row.Kind);
        frame.Text("name", "Name of the workload, or kind of the watched objects", row => row.Name);
        frame.OptionalText("component", "The part that the workload plays", row => row.Workload?.Component);
        frame.Text("state", "Whether the workload is ready, or how far the watching is", row => row.State, StateColumns.Coloured(
            ("Ready", "green"), ("NotReady", "red"), ("ScaledToZero", "orange"), (nameof(WatchPhase.Watching), "green"),
            (nameof(WatchPhase.Connecting), "blue"), (nameof(WatchPhase.Listing), "blue"), (nameof(WatchPhase.Forbidden), "red"),
            (nameof(WatchPhase.Failing), "red"), (nameof(WatchPhase.Missing), StateColumns.Grey)));
        frame.Number("ready", "Replicas that are ready", row => row.Workload?.Ready);
        frame.Number("desired", "Replicas that should run", row => row.Workload?.Desired);
        frame.OptionalText("version", "Version of the operator, or of the API that is watched", row => row.Version);
        frame.OptionalText("message", "What is wrong, and what to do", row => row.Message);
        frame.Time("since", "Since when the state stands", row => row.Since);
        frame.Number("objects", "Objects that the watching knows", row => row.Watch?.Objects);
        frame.Number("rejected", "Objects that were too large or could not be read", row => row.Watch?.Rejected);
        frame.Time("last_alive", "When the API server was heard last", row => row.Watch?.LastAlive);
        frame.OptionalText("last_error", "What went wrong last in watching; stays while all is well again", row => row.Watch?.LastError);
        frame.Time("last_error_at", "When that was", row => row.Watch?.LastErrorAt);
        frame.OptionalText("namespace", "Namespace; empty for all", row => row.Namespace);
        frame.OptionalText("image", "Image of the workload's first container", row => row.Workload?.Image);
        return frame;
    }

    private static FrameBuilder<OperatorRow> Count(QueryRequest request)
    {
        var frame = new FrameBuilder<OperatorRow>(Definition.Name) { Meta = NumberSet<OperatorRow>.Meta };
        frame.Text("cluster", "The cluster", row => row.Cluster);
        frame.Text("operator", $"{SourceTable.OneOfOperators}; empty for the watching of workloads", row => row.Operator);
        frame.Text("kind", "Kind of workload, or Watch", row => row.Kind);
        frame.Text("namespace", "Namespace; empty for all", row => row.Namespace ?? "");
        frame.Text("name", "Name of the workload, or kind of the watched objects", row => row.Name);
        if (NumericAnswer.HasDetails(request))
        {
            frame.Text("component", "The part that the workload plays", row => row.Workload?.Component ?? "");
            frame.Text("version", "Version of the operator, or of the API that is watched", row => row.Version ?? "");
            frame.Text("state", "Whether the workload is ready, or how far the watching is", row => row.State);
            frame.Text("message", "What is wrong, and what to do", row => row.Message ?? "");
        }

        Numbers.AddTo(frame, request);
        return frame;
    }
}
