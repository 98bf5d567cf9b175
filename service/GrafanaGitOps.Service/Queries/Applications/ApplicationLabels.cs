namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>
/// The texts that name an application in numeric answers and so become the labels of alerts. What may change from day to day is none of them:
/// a firing alert would end and another begin.
/// </summary>
internal static class ApplicationLabels
{
    public static void AddTo(FrameBuilder<SyncStatusRow> frame)
    {
        frame.Text("application", "Name of the object", row => row.Id.Name);
        frame.Text("environment", "Where it belongs; empty when nothing says so", row => row.Status.Environment ?? "");
        frame.Text("cluster", "The cluster that holds the object", row => row.Id.Cluster);
        frame.Text("operator", "argocd or flux", row => row.Id.Operator);
        frame.Text("kind", "Kubernetes kind of the object", row => row.Id.Kind);
        frame.Text("namespace", "Namespace of the object", row => row.Id.Namespace);
        frame.Text("project", "Argo CD project; empty for Flux", row => row.Status.Project ?? "");
    }
}
