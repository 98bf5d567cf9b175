using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Gauges of each watch of a cluster.</summary>
internal sealed class WatchMetrics
{
    private readonly Func<IReadOnlyList<WatchState>> _states;
    private readonly TimeProvider _timeProvider;

    /// <summary>Makes the instruments.</summary>
    public WatchMetrics(Meter meter, Func<IReadOnlyList<WatchState>> states, TimeProvider timeProvider)
    {
        (_states, _timeProvider) = (states, timeProvider);
        meter.CreateObservableGauge("gitops.watch.up", () => Each(IsUp), description: "1 unless the kind cannot be read.");
        meter.CreateObservableGauge("gitops.watch.objects", () => Each(state => state.Objects), description: "Objects that are known.");
        meter.CreateObservableGauge(
            "gitops.watch.rejected", () => Each(state => state.Rejected), description: "Objects that could not be read since watching began.");
        meter.CreateObservableGauge(
            "gitops.watch.lag", Lags, "s", "Time since everything up to then was recorded; a quiet kind is heard about once a minute.");
    }

    private static long IsUp(WatchState state) => state.Phase is WatchPhase.Failing or WatchPhase.Forbidden ? 0 : 1;

    private IEnumerable<Measurement<long>> Each(Func<WatchState, long> figure) =>
        _states().Select(state => new Measurement<long>(figure(state), Tags(state)));

    private IEnumerable<Measurement<double>> Lags() =>
        from state in _states()
        let lag = _timeProvider.GetUtcNow() - state.LastAlive
        where lag is not null
        select new Measurement<double>(Math.Max(0, lag.Value.TotalSeconds), Tags(state));

    private static KeyValuePair<string, object?>[] Tags(WatchState state) =>
        [new("cluster", state.Cluster), new("resource", state.Resource), new("namespace", state.Namespace ?? "")];
}
