using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The operators themselves, and how well we see them.</summary>
public static class OperatorsQuery
{
    private const string Table = "table";
    private const string Numeric = "numeric";

    private static readonly QueryParameter Format = QueryParameter.Choice(
        "format", "shape", "All columns, or numbers alone (alert rules always get numbers)", Table, Numeric);

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
            CommonParameters.Search with { Help = "A text in name, component, version or message" }, CommonParameters.Limit, Format,
            Numbers.Parameter, DetailLabels.Parameter, .. CommonParameters.AppliedNot("clusters", "operators"),
        ],
        RunAsync)
    { Cacheable = false, HasTimeRange = false };

    private static async Task<IReadOnlyList<Frame>> RunAsync(QueryContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var workloads = await context.Store.Operators.ReadComponentsAsync(cancellationToken);
        var watches = await context.Store.Operators.ReadWatchesAsync(cancellationToken);
        var rows = workloads.Select(OperatorRow.Of).Concat(watches.Select(OperatorRow.Of)).Where(row => Matches(row, request))
            .OrderBy(row => row.Cluster, StringComparer.Ordinal).ThenBy(row => row.Operator, StringComparer.Ordinal)
            .ThenByDescending(row => row.IsFailing).ThenBy(row => row.Watch is not null).ThenBy(row => row.Name, StringComparer.Ordinal)
            .ToList();
        List<Notice> notices = [.. QueryNotices.NotApplied(request)];
        if (workloads.Count + watches.Count == 0) notices.Add(new Notice(NoticeSeverity.Info, ApplicationNotices.NothingRead));
        if (rows.Count > request.Limit) notices.Add(QueryNotices.Cut(request.Limit, "first", "cluster, operator or search"));
        return [Build(rows.Take(request.Limit), request, notices)];
    }

    private static bool Matches(OperatorRow row, QueryRequest request)
    {
        var (clusters, operators) = (NameChoice.Of(request.List("clusters")), NameChoice.Of(request.List("operators")));
        var search = request.Text("search");
        // The watching of workloads is about both operators.
        return clusters.Takes(row.Cluster) && (row.Operator.Length == 0 || operators.Takes(row.Operator))
            && (search is null || Array.Exists([row.Name, row.Component, row.Version, row.Message], Holds));

        bool Holds(string? text) => text?.Contains(search, StringComparison.OrdinalIgnoreCase) == true;
    }

    private static Frame Build(IEnumerable<OperatorRow> rows, QueryRequest request, List<Notice> notices)
    {
        var isNumeric = request.IsAlert || request.Choice(Format) == Numeric;
        using var frame = isNumeric ? Count(request) : OperatorsFrame.Create();
        // An operator that is not installed is neither ready nor failing.
        foreach (var row in rows.Where(row => !isNumeric || row.Watch?.Phase != WatchPhase.Missing)) frame.Append(row);
        return frame.Finish(notices);
    }

    private static FrameBuilder<OperatorRow> Count(QueryRequest request)
    {
        var frame = new FrameBuilder<OperatorRow>("operators") { Meta = NumberSet<OperatorRow>.Meta };
        frame.Text("cluster", "The cluster", row => row.Cluster);
        frame.Text("operator", "argocd or flux; empty for the watching of workloads", row => row.Operator);
        frame.Text("kind", "Kind of workload, or Watch", row => row.Kind);
        frame.Text("namespace", "Namespace; empty for all", row => row.Namespace ?? "");
        frame.Text("name", "Name of the workload, or kind of the watched objects", row => row.Name);
        if (DetailLabels.AreAskedFor(request)) AddDetails(frame);
        Numbers.AddTo(frame, request);
        return frame;
    }

    private static void AddDetails(FrameBuilder<OperatorRow> frame)
    {
        frame.Text("component", "The part that the workload plays", row => row.Component ?? "");
        frame.Text("version", "Version of the operator, or of the API that is watched", row => row.Version ?? "");
        frame.Text("state", "Whether the workload is ready, or how far the watching is", row => row.State);
        frame.Text("message", "What is wrong, and what to do", row => row.Message ?? "");
    }
}
