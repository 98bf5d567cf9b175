namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>What every controller measures of its queues.</summary>
internal static class WorkQueueMetrics
{
    private static readonly MetricFamily Depth = MetricFamily.Gauge("workqueue_depth", "Items that wait.");
    private static readonly MetricFamily Adds = MetricFamily.Counter("workqueue_adds", "Items that were added.");
    private static readonly MetricFamily Retries = MetricFamily.Counter("workqueue_retries", "Items that were added again.");

    private static readonly MetricFamily Waiting =
        MetricFamily.Histogram("workqueue_queue_duration_seconds", "How long items waited.", 0.001, 0.01, 0.1, 1, 10, 100);

    /// <param name="set">Where to.</param>
    /// <param name="labels">Of the cluster.</param>
    /// <param name="name">The queue.</param>
    /// <param name="growth">How far time has gone.</param>
    /// <param name="rate">Items in a second.</param>
    public static void Write(MetricSet set, string labels, string name, Growth growth, double rate)
    {
        var all = $"{labels},{MetricSet.Labels(("name", name))}";
        set.Add(Depth, all, growth.Stir(rate > 0.03 ? 2 : 0, name.Length));
        set.Add(Adds, all, growth.Count(rate));
        set.Add(Retries, all, growth.Count(rate / 50));
        set.Add(Waiting, all, growth.Histogram(Waiting, rate, 0.004));
    }
}
