using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Storage.Inbox;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Gauges of what was pushed to each receiver.</summary>
internal sealed class InboxGauges
{
    private readonly Func<IReadOnlyList<InboxBacklog>> _backlogs;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the instruments.</summary>
    public InboxGauges(Meter meter, Func<IReadOnlyList<InboxBacklog>> backlogs, TimeProvider timeProvider)
    {
        (_backlogs, _timeProvider) = (backlogs, timeProvider);
        meter.CreateObservableGauge("gitops.inbox.waiting", () => Each(row => row.Waiting), description: "Deliveries that are not processed yet.");
        meter.CreateObservableGauge("gitops.inbox.dead", () => Each(row => row.Dead), description: "Deliveries that were given up and are still kept.");
        meter.CreateObservableGauge("gitops.inbox.oldest", () => Each(Age), "s", "Age of the oldest delivery that is not processed yet; 0 when none waits.");
    }

    private double Age(InboxBacklog row) =>
        row.OldestWaiting is { } oldest ? Math.Max(0, (_timeProvider.GetUtcNow() - oldest).TotalSeconds) : 0;

    private IEnumerable<Measurement<T>> Each<T>(Func<InboxBacklog, T> figure)
        where T : struct =>
        _backlogs().Select(row => new Measurement<T>(figure(row), new KeyValuePair<string, object?>("source", row.Source)));
}
