namespace GrafanaGitOps.Service.Rules;

/// <summary>
/// What is known of the operators' metrics that rules often have wrong, read from the operators' source code: Argo CD's controller/metrics,
/// kustomize-controller's and notification-controller's reconcilers. Anything else is not judged without looking at real metrics.
/// </summary>
internal static class MetricFacts
{
    private static readonly string[] Reconcile = ["argocd_app_reconcile_bucket", "argocd_app_reconcile_count", "argocd_app_reconcile_sum", "argocd_app_reconcile"];

    /// <summary>Metrics that current operators do not have.</summary>
    private static readonly Dictionary<string, (string Reason, string Instead)> Gone = new(StringComparer.Ordinal)
    {
        ["argocd_app_sync_status"] = ("Argo CD removed it in 3.0", "argocd_app_info{sync_status=\"OutOfSync\"}"),
        ["argocd_app_health_status"] = ("Argo CD removed it in 3.0", "argocd_app_info{health_status=\"Degraded\"}"),
        ["gotk_reconcile_condition"] = (
            "Flux's controllers no longer have it", "gotk_resource_info of kube-state-metrics or flux_resource_info of the Flux Operator, with ready=\"False\""),
        ["gotk_suspend_status"] = (
            "Flux's controllers no longer have it", "gotk_resource_info of kube-state-metrics (suspended=\"true\") or flux_resource_info of the Flux Operator (suspended=\"True\")"),
    };

    /// <summary>Labels that a metric never has, each with what to use.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Missing = Reconcile.ToDictionary(
        metric => metric,
        _ => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["status"] = "argocd_app_sync_total{phase=~\"Error|Failed\"}, which counts failed syncs",
            ["phase"] = "argocd_app_sync_total{phase=~\"Error|Failed\"}, which counts failed syncs",
            ["name"] = "argocd_app_info, which has the names of applications",
            ["project"] = "argocd_app_info, which has the projects of applications",
        },
        StringComparer.Ordinal);

    /// <summary>Metrics that are there only after the first time that something happened: to find none is no fault.</summary>
    private static readonly HashSet<string> Late = new(StringComparer.Ordinal)
    {
        "argocd_git_fetch_fail_total", "argocd_git_lsremote_fail_total", "argocd_app_sync_total", "argocd_app_sync_duration_seconds_total",
        "argocd_app_condition", "argocd_app_labels", "argocd_notifications_deliveries_total", "argocd_appset_reconcile_bucket",
        "gotk_reconcile_duration_seconds_bucket", "gotk_reconcile_duration_seconds_count", "gotk_reconcile_duration_seconds_sum",
        "gotk_token_cache_events_total", "gotk_token_cache_requests_total", "gotk_token_cache_evictions_total", "gotk_cache_events_total",
    };

    /// <summary>Why there is no such metric, and what to use; null when nothing is known against it.</summary>
    public static (string Reason, string Instead)? WhyGone(string metric) => Gone.TryGetValue(metric, out var facts) ? facts : null;

    /// <summary>What to use instead of a label that the metric never has; null when nothing is known against it.</summary>
    public static string? InsteadOfLabel(string metric, string label) => Missing.GetValueOrDefault(metric)?.GetValueOrDefault(label);

    /// <summary>Whether the metric appears only after the first time that something happened.</summary>
    public static bool ComesLate(string metric) => Late.Contains(metric);
}
