using System.Diagnostics.Metrics;
using System.Text;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>Collects what a meter measures and writes it in Prometheus' text format 0.0.4.</summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>The format, as HTTP names it.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, PrometheusFamily> _families = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    /// <summary>Listens to every instrument of the meter, also those made later.</summary>
    public PrometheusExporter(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter)) return;
            var family = new PrometheusFamily(instrument);
            lock (_gate) _families[family.Name] = family;
            listener.EnableMeasurementEvents(instrument, family);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Record(state, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Record(state, value, tags));
        _listener.Start();
    }

    /// <summary>Everything measured up to now.</summary>
    public ReadOnlyMemory<byte> Collect()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var family in _families.Values) family.BeginCollection();
            _listener.RecordObservableInstruments();
            foreach (var family in _families.Values) family.Write(text);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private void Record(object? state, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_gate) ((PrometheusFamily)state!).Record(value, tags);
    }
}
