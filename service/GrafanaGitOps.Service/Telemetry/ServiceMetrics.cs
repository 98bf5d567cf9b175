using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>What the service measures of itself. Names are dotted here; <see cref="PrometheusExporter"/> writes them in Prometheus' form.</summary>
public sealed class ServiceMetrics : IDisposable
{
    /// <summary>The meter's name, for other collectors.</summary>
    public const string MeterName = "GrafanaGitOps";

    // Seconds; the last is the default of queries.timeout.
    private static readonly double[] DurationBounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _queryDuration;

    /// <summary>Makes the instruments.</summary>
    public ServiceMetrics()
    {
        Meter = new Meter(MeterName, BuildInfo.Version);
        _requests = Meter.CreateCounter<long>("gitops.requests", description: "Calls of Grafana, by call and outcome.");
        _queryDuration = Meter.CreateHistogram(
            "gitops.query.duration",
            "s",
            "Time that queries took, by query and outcome.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        Meter.CreateObservableGauge("gitops.build.info", static () => new Measurement<long>(1, BuildTags()), description: "1, labelled with the build.");
        Meter.CreateObservableCounter("process.cpu", () => Environment.CpuUsage.TotalTime.TotalSeconds, "s", "Processor time of user and system.");
        Meter.CreateObservableGauge("process.resident.memory", () => Environment.WorkingSet, "By", "Memory that the process holds.");
        Meter.CreateObservableGauge("process.start.time", StartTime, "s", "Start of the process since 1970.");
        Meter.CreateObservableGauge("dotnet.gc.heap", () => GC.GetTotalMemory(false), "By", "Memory of managed objects.");
    }

    /// <summary>All instruments belong to it.</summary>
    public Meter Meter { get; }

    /// <summary>Counts one call of Grafana.</summary>
    /// <param name="call">The kind of call; one of a few words.</param>
    /// <param name="outcome">ok, error or cancelled.</param>
    public void CountRequest(string call, string outcome) => _requests.Add(1, new("call", call), new("outcome", outcome));

    /// <summary>Counts one query.</summary>
    /// <param name="query">A name of the query table.</param>
    /// <param name="outcome">ok, error, timeout or cancelled.</param>
    /// <param name="duration">How long it took.</param>
    public void CountQuery(string query, string outcome, TimeSpan duration) =>
        _queryDuration.Record(duration.TotalSeconds, new("query", query), new("outcome", outcome));

    /// <inheritdoc />
    public void Dispose() => Meter.Dispose();

    private static TagList BuildTags() =>
        new([new("version", BuildInfo.Version), new("revision", BuildInfo.Commit ?? ""), new("runtime", BuildInfo.Runtime)]);

    private static double StartTime()
    {
        using var process = Process.GetCurrentProcess();
        return new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
    }
}
