using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>The columns of <c>operators</c>.</summary>
internal static class OperatorsFrame
{
    public static FrameBuilder<OperatorRow> Create()
    {
        var frame = new FrameBuilder<OperatorRow>("operators") { Key = ["cluster", "operator", "kind", "namespace", "name"] };
        frame.Text("cluster", "The cluster", row => row.Cluster);
        frame.Text("operator", "argocd or flux; empty for the watching of workloads", row => row.Operator);
        frame.Text("kind", "Kind of workload, or Watch for our watching of a kind of objects", row => row.Kind);
        frame.Text("name", "Name of the workload, or kind of the watched objects", row => row.Name);
        frame.OptionalText("component", "The part that the workload plays", row => row.Component);
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
}
