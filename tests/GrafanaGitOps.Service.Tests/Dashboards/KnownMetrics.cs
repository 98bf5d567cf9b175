namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>
/// The metrics that dashboards and rules may ask for, with their labels, as current versions export them: Argo CD, Flux (controller-runtime
/// and its own), OpenTelemetry's semantic conventions, cAdvisor and kube-state-metrics, ourselves.
/// </summary>
internal static class KnownMetrics
{
    private static readonly string[] OfAll = ["cluster", "job", "instance", "service", "app", "pod"];

    private static readonly string[] OfApplications =
    [
        "service_name", "service_namespace", "deployment_environment_name", "k8s_cluster_name", "k8s_namespace_name",
    ];

    private static readonly string[] OfRequests = [.. OfApplications, "http_request_method", "http_route", "http_response_status_code"];

    private static readonly Dictionary<string, string[]> Plain = new()
    {
        ["up"] = [],
        ["gitops_leader"] = ["namespace"],
        ["argocd_app_info"] =
        [
            "namespace", "name", "project", "autosync_enabled", "repo", "dest_server", "dest_namespace", "sync_status", "health_status",
            "operation",
        ],
        ["argocd_app_sync_total"] = ["namespace", "name", "project", "dest_server", "phase", "dry_run"],
        ["argocd_app_sync_duration_seconds_total"] = ["namespace", "name", "project", "dest_server"],
        ["argocd_app_k8s_request_total"] =
        [
            "namespace", "name", "project", "server", "response_code", "verb", "resource_kind", "resource_namespace", "dry_run",
        ],
        ["argocd_kubectl_exec_pending"] = ["hostname", "command"],
        ["argocd_cluster_connection_status"] = ["server", "k8s_version"],
        ["argocd_cluster_cache_age_seconds"] = ["server"],
        ["argocd_cluster_api_resource_objects"] = ["server"],
        ["argocd_git_fetch_fail_total"] = ["repo", "revision"],
        ["argocd_git_lsremote_fail_total"] = ["repo", "revision"],
        ["argocd_repo_pending_request_total"] = ["repo"],
        ["argocd_notifications_deliveries_total"] = ["trigger", "service", "succeeded"],
        ["workqueue_depth"] = ["name"],
        ["workqueue_retries_total"] = ["name"],
        ["controller_runtime_reconcile_total"] = ["controller", "result"],
        ["rest_client_requests_total"] = ["code", "host", "method"],
        ["gotk_token_cached_items"] = [],
        ["gotk_token_cache_events_total"] = ["event_type", "kind", "name", "namespace", "operation"],
        ["gotk_cache_events_total"] = ["event_type", "kind", "name", "namespace", "operation"],
        ["db_client_connection_count"] = [.. OfApplications, "state", "db_client_connection_pool_name"],
        ["db_client_connection_max"] = [.. OfApplications, "db_client_connection_pool_name"],
        ["container_cpu_usage_seconds_total"] = ["namespace", "pod", "container"],
        ["container_memory_working_set_bytes"] = ["namespace", "pod", "container"],
        ["kube_pod_container_resource_limits"] = ["namespace", "pod", "container", "resource"],
    };

    private static readonly Dictionary<string, string[]> Histograms = new()
    {
        ["argocd_app_reconcile"] = ["namespace", "dest_server"],
        ["argocd_git_request_duration_seconds"] = ["repo", "request_type"],
        ["workqueue_queue_duration_seconds"] = ["name"],
        ["gotk_reconcile_duration_seconds"] = ["kind", "name", "namespace"],
        ["gotk_event_http_request_duration_seconds"] = ["code"],
        ["http_server_request_duration_seconds"] = OfRequests,
    };

    /// <summary>The labels of a metric; null when there is no such metric.</summary>
    public static IReadOnlyList<string>? Labels(string metric)
    {
        if (Plain.TryGetValue(metric, out var labels)) return [.. labels, .. OfAll];
        var suffix = Array.Find(["_bucket", "_sum", "_count"], one => metric.EndsWith(one, StringComparison.Ordinal));
        if (suffix is null || !Histograms.TryGetValue(metric[..^suffix.Length], out labels)) return null;
        return suffix == "_bucket" ? [.. labels, .. OfAll, "le"] : [.. labels, .. OfAll];
    }
}
