using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>What Argo CD's components export, of every cluster.</summary>
internal static class ArgoCdMetrics
{
    private const string Server = "https://kubernetes.default.svc";

    private static readonly MetricFamily Info = MetricFamily.Gauge("argocd_app_info", "Information about an application.");
    private static readonly MetricFamily Syncs = MetricFamily.Counter("argocd_app_sync", "Syncs that ended.");
    private static readonly MetricFamily SyncSeconds = MetricFamily.Counter("argocd_app_sync_duration_seconds", "Time that syncs took.");
    private static readonly MetricFamily Requests = MetricFamily.Counter("argocd_app_k8s_request", "Requests to Kubernetes.");

    private static readonly MetricFamily Reconcile =
        MetricFamily.Histogram("argocd_app_reconcile", "How long comparing took, in seconds.", 0.25, 0.5, 1, 2, 4, 8, 16);

    private static readonly MetricFamily Connection = MetricFamily.Gauge("argocd_cluster_connection_status", "1 while it answers.");
    private static readonly MetricFamily CacheAge = MetricFamily.Gauge("argocd_cluster_cache_age_seconds", "Age of the cluster's cache.");
    private static readonly MetricFamily Objects = MetricFamily.Gauge("argocd_cluster_api_resource_objects", "Objects that are cached.");
    private static readonly MetricFamily Events = MetricFamily.Counter("argocd_cluster_events", "Events of Kubernetes.");
    private static readonly MetricFamily Execs = MetricFamily.Gauge("argocd_kubectl_exec_pending", "Runs of kubectl that wait.");
    private static readonly MetricFamily Git = MetricFamily.Counter("argocd_git_request", "Requests to git.");

    private static readonly MetricFamily GitSeconds =
        MetricFamily.Histogram("argocd_git_request_duration_seconds", "How long git took.", 0.1, 0.25, 0.5, 1, 2, 4, 10, 20, 30);

    private static readonly MetricFamily FetchFailures = MetricFamily.Counter("argocd_git_fetch_fail", "Fetches that failed.");
    private static readonly MetricFamily ListFailures = MetricFamily.Counter("argocd_git_lsremote_fail", "Listings that failed.");
    private static readonly MetricFamily Pending = MetricFamily.Gauge("argocd_repo_pending_request_total", "Requests that wait.");
    private static readonly MetricFamily Deliveries = MetricFamily.Counter("argocd_notifications_deliveries", "Notifications.");

    private static readonly (string Name, double Rate)[] Queues =
    [
        ("app_reconciliation_queue", 0.09), ("app_operation_processing_queue", 0.05), ("project_reconciliation_queue", 0.01),
        ("app_hydration_queue", 0), ("manifest_hydration_queue", 0),
    ];

    public static void Write(MetricSet set, DemoWorld world, string repository, Growth growth)
    {
        foreach (var application in world.ArgoCd.Values) Write(set, application, repository, growth);
        foreach (var cluster in Fleet.Clusters) Write(set, MetricSet.Labels(("cluster", cluster.Name)), repository, growth);
    }

    private static void Write(MetricSet set, ArgoCdApplication application, string repository, Growth growth)
    {
        var labels = MetricSet.Labels(
            ("cluster", application.Cluster), ("namespace", application.Namespace), ("name", application.Name), ("project", Fleet.Project));
        var server = $"{labels},{MetricSet.Labels(("dest_server", Server))}";
        set.Add(Info, $"{server},{MetricSet.Labels(
            ("autosync_enabled", application.IsAutomatic ? "true" : "false"),
            ("repo", repository),
            ("dest_namespace", Fleet.Project),
            ("sync_status", application.IsSynced ? "Synced" : "OutOfSync"),
            ("health_status", application.Health),
            ("operation", application.Sync is { Ended: null } ? "sync" : ""))}", 1);
        var (succeeded, failed, seconds) = application.Syncs;
        set.Add(Syncs, $"{server},phase=\"Succeeded\",dry_run=\"false\"", succeeded);
        set.Add(Syncs, $"{server},phase=\"Failed\",dry_run=\"false\"", failed);
        set.Add(SyncSeconds, server, Math.Round(seconds, 3));
        foreach (var (verb, code, rate) in new[] { ("get", "200", 0.02), ("patch", "200", 0.01), ("patch", "422", 0.0001) })
        {
            set.Add(Requests, $"{labels},{MetricSet.Labels(
                ("server", Server), ("verb", verb), ("response_code", code), ("resource_kind", "Deployment"),
                ("resource_namespace", Fleet.Project), ("dry_run", "false"))}", growth.Count(rate));
        }
    }

    private static void Write(MetricSet set, string cluster, string repository, Growth growth)
    {
        var server = $"{cluster},{MetricSet.Labels(("server", Server))}";
        set.Add(Reconcile, $"{cluster},{MetricSet.Labels(("namespace", Fleet.ArgoCdNamespace), ("dest_server", Server))}",
            growth.Histogram(Reconcile, 0.08, 0.35));
        set.Add(Connection, $"{server},k8s_version=\"1.33\"", 1);
        set.Add(CacheAge, server, growth.Seconds % 600);
        set.Add(Objects, server, 420 + growth.Stir(6, 1));
        set.Add(Events, $"{server},group=\"apps\",kind=\"Deployment\"", growth.Count(0.4));
        set.Add(Execs, $"{cluster},hostname=\"argocd-application-controller-0\",command=\"apply\"", growth.Stir(1, 2));
        var source = $"{cluster},{MetricSet.Labels(("repo", repository))}";
        foreach (var (type, rate, mean) in new[] { ("ls-remote", 0.06, 0.18), ("fetch", 0.01, 0.7) })
        {
            set.Add(Git, $"{source},request_type=\"{type}\"", growth.Count(rate));
            set.Add(GitSeconds, $"{source},request_type=\"{type}\"", growth.Histogram(GitSeconds, rate, mean));
        }

        set.Add(FetchFailures, $"{source},revision=\"main\"", 1);
        set.Add(ListFailures, $"{source},revision=\"main\"", 2);
        set.Add(Pending, source, growth.Stir(1, 4));
        set.Add(Deliveries, $"{cluster},trigger=\"on-deployed\",service=\"webhook\",succeeded=\"true\"", growth.Count(0.0005));
        foreach (var (name, rate) in Queues) WorkQueueMetrics.Write(set, cluster, name, growth, rate);
    }
}
