using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What the way from a cluster to the ledger measures of itself.</summary>
public sealed class ClusterMetrics
{
    // Seconds. A change should be durable within one.
    private static readonly double[] DelayBounds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Counter<long> _changes;
    private readonly Counter<long> _rejected;
    private readonly Histogram<double> _delay;

    /// <summary>Makes the instruments.</summary>
    public ClusterMetrics(Meter meter)
    {
        _changes = meter.CreateCounter<long>("gitops.changes.recorded", description: "Changes of applications that were recorded.");
        _rejected = meter.CreateCounter<long>("gitops.changes.rejected", description: "Changes of applications that could not be recorded.");
        _delay = meter.CreateHistogram(
            "gitops.change.delay",
            "s",
            "Time from when a change was seen to when it was durable.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DelayBounds });
    }

    internal void CountRecorded(string cluster, IReadOnlyList<ApplicationChange> changes, int rejected, DateTimeOffset now)
    {
        var tag = new KeyValuePair<string, object?>("cluster", cluster);
        foreach (var group in changes.GroupBy(change => change.Application.Operator))
            _changes.Add(group.Count(), tag, new("operator", group.Key));
        if (rejected > 0) _rejected.Add(rejected, tag);
        // The oldest of the batch: the others waited less.
        var delay = now - changes.Min(change => change.Moment.NotAfter);
        _delay.Record(Math.Max(0, delay.TotalSeconds), tag);
    }
}
