using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>What Flux' controllers export, of every cluster, and what kube-state-metrics says of Flux' objects.</summary>
internal static class FluxMetrics
{
    private static readonly MetricFamily Reconcile = MetricFamily.Histogram(
        "gotk_reconcile_duration_seconds", "How long reconciling took.",
        0.01, 0.0384, 0.1474, 0.566, 2.173, 8.343, 32.03, 123, 472.2, 1800);

    private static readonly MetricFamily Info = MetricFamily.Gauge("gotk_resource_info", "State of an object of Flux.");
    private static readonly MetricFamily TokenItems = MetricFamily.Gauge("gotk_token_cached_items", "Tokens that are kept.");
    private static readonly MetricFamily TokenEvents = MetricFamily.Counter("gotk_token_cache_events", "Tokens that were looked for.");
    private static readonly MetricFamily CacheEvents = MetricFamily.Counter("gotk_cache_events", "Artifacts that were looked for.");

    private static readonly MetricFamily EventSeconds = MetricFamily.Histogram(
        "gotk_event_http_request_duration_seconds", "How long sending events took.", 0.01, 0.05, 0.1, 0.5, 1, 5);

    private static readonly MetricFamily Reconciliations = MetricFamily.Counter("controller_runtime_reconcile", "Reconciliations.");
    private static readonly MetricFamily Errors = MetricFamily.Counter("controller_runtime_reconcile_errors", "Reconciliations in vain.");
    private static readonly MetricFamily Requests = MetricFamily.Counter("rest_client_requests", "Requests to Kubernetes.");

    private static readonly (string Controller, double Rate)[] Controllers =
    [
        ("gitrepository", 0.017), ("helmrepository", 0.001), ("helmchart", 0.004), ("ocirepository", 0), ("bucket", 0),
        ("kustomization", 0.006), ("helmrelease", 0.002), ("alert", 0.001), ("provider", 0.001), ("receiver", 0.001),
    ];

    public static void Write(MetricSet set, DemoWorld world, TimeSpan story, Growth growth)
    {
        foreach (var kustomization in world.Kustomizations.Values)
        {
            Write(set, kustomization, growth, 1 / 600d, 6, kustomization.Key == Oddities.NotReady ? Failures(story) : 0);
            Write(set, kustomization, kustomization.IsReady, false, ("source_name", Fleet.Platform));
        }

        foreach (var release in world.Releases.Values)
        {
            Write(set, release, growth, release.IsSuspended ? 0 : 1 / 1800d, 9, 0);
            Write(set, release, isReady: true, release.IsSuspended, ("chart_name", release.Name));
        }

        foreach (var cluster in Fleet.Clusters) Write(set, cluster, story, growth);
    }

    /// <summary>Reconciliations that waited in vain: every ten minutes one.</summary>
    private static int Failures(TimeSpan story)
    {
        var since = story - Oddities.Unhealthy - FluxPlan.HealthTimeout;
        return since < TimeSpan.Zero ? 0 : 1 + (int)(since / TimeSpan.FromMinutes(10));
    }

    private static void Write(MetricSet set, DemoObject one, Growth growth, double rate, double mean, int failures)
    {
        var values = growth.Histogram(Reconcile, rate, mean);
        for (var index = 0; index < Reconcile.Bounds.Count; index++)
            if (Reconcile.Bounds[index] >= FluxPlan.HealthTimeout.TotalSeconds) values[index] += failures;
        values[^2] += failures;
        values[^1] += failures * FluxPlan.HealthTimeout.TotalSeconds;
        set.Add(
            Reconcile,
            MetricSet.Labels(("cluster", one.Cluster), ("kind", one.Kind.Kind), ("name", one.Name), ("namespace", one.Namespace)),
            values);
    }

    private static void Write(MetricSet set, DemoObject one, bool isReady, bool isSuspended, (string Name, string Value) detail) => set.Add(
        Info,
        MetricSet.Labels(
            ("cluster", one.Cluster), ("customresource_group", one.Kind.Group), ("customresource_version", one.Kind.Version),
            ("customresource_kind", one.Kind.Kind), ("exported_namespace", one.Namespace), ("name", one.Name),
            ("ready", isReady ? "True" : "False"), ("suspended", isSuspended ? "true" : "false"), detail),
        1);

    private static void Write(MetricSet set, DemoCluster cluster, TimeSpan story, Growth growth)
    {
        var labels = MetricSet.Labels(("cluster", cluster.Name), ("namespace", Fleet.FluxNamespace));
        foreach (var (controller, rate) in Controllers)
        {
            var failures = controller == "kustomization" && cluster.Name == Oddities.NotReady.Cluster ? Failures(story) : 0;
            set.Add(Reconciliations, $"{labels},controller=\"{controller}\",result=\"success\"", growth.Count(rate));
            set.Add(Reconciliations, $"{labels},controller=\"{controller}\",result=\"error\"", growth.Count(rate / 400) + failures);
            set.Add(Errors, $"{labels},controller=\"{controller}\"", growth.Count(rate / 400) + failures);
            WorkQueueMetrics.Write(set, labels, controller, growth, rate);
        }

        var source = $"{labels},{MetricSet.Labels(("kind", ApiKind.GitRepository.Kind), ("name", Fleet.Platform))}";
        set.Add(TokenItems, $"{labels},controller=\"source-controller\"", 2);
        set.Add(TokenEvents, $"{source},event_type=\"cache_hit\",operation=\"reconcile\"", growth.Count(0.016));
        set.Add(TokenEvents, $"{source},event_type=\"cache_miss\",operation=\"reconcile\"", growth.Count(0.0003));
        set.Add(CacheEvents, $"{source},event_type=\"cache_hit\",operation=\"reconcile\"", growth.Count(0.03));
        set.Add(CacheEvents, $"{source},event_type=\"cache_miss\",operation=\"reconcile\"", growth.Count(0.002));
        set.Add(EventSeconds, $"{labels},code=\"200\"", growth.Histogram(EventSeconds, 0.01, 0.05));
        set.Add(EventSeconds, $"{labels},code=\"429\"", growth.Histogram(EventSeconds, 0.0002, 0.02));
        foreach (var (code, rate) in new[] { ("200", 3.1), ("201", 0.01), ("404", 0.02), ("409", 0.003) })
            set.Add(Requests, $"{labels},code=\"{code}\",method=\"GET\",host=\"10.96.0.1:443\"", growth.Count(rate));
    }
}
