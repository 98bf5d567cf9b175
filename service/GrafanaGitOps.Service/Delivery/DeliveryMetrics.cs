using System.Diagnostics.Metrics;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>What Delivery measures of itself.</summary>
internal sealed class DeliveryMetrics
{
    private static readonly double[] DurationBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly Counter<long> _evaluations;
    private readonly Counter<long> _deployments;
    private readonly Counter<long> _failures;
    private readonly Histogram<double> _duration;
    private long _backlog;

    public DeliveryMetrics(Meter meter)
    {
        _evaluations = meter.CreateCounter<long>(
            "gitops.delivery.evaluations", description: "Applications whose commits were looked for, by way.");
        _deployments = meter.CreateCounter<long>("gitops.delivery.deployments", description: "Deployments whose commits were looked for.");
        _failures = meter.CreateCounter<long>("gitops.delivery.failures", description: "Evaluations that failed and are tried again.");
        _duration = meter.CreateHistogram(
            "gitops.delivery.duration",
            "s",
            "Time that one look at all that changed took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        meter.CreateObservableGauge(
            "gitops.delivery.backlog",
            () => Interlocked.Read(ref _backlog),
            description: "Applications that changed and are not looked at yet.");
    }

    /// <param name="full">Applications whose answer was made anew.</param>
    /// <param name="advanced">Applications whose branch moved on and nothing else.</param>
    public void CountEvaluated(int full, int advanced)
    {
        _evaluations.Add(full, new KeyValuePair<string, object?>("way", "full"));
        _evaluations.Add(advanced, new KeyValuePair<string, object?>("way", "advance"));
    }

    public void CountDeployments(int deployments) => _deployments.Add(deployments);

    public void CountFailure() => _failures.Add(1);

    public void RecordDuration(TimeSpan duration) => _duration.Record(duration.TotalSeconds);

    public void SetBacklog(long applications) => Interlocked.Exchange(ref _backlog, applications);
}
