using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Service.Telemetry;

/// <summary>One metric with all its series. Not safe for several threads; the exporter locks.</summary>
internal sealed class PrometheusFamily
{
    /// <summary>Series of one metric. Beyond it, new label values are counted together under <see cref="Overflow"/>.</summary>
    private const int MostSeries = 2_000;

    private const string Overflow = "other";

    private readonly string _help;
    private readonly string _type;
    private readonly double[]? _bounds;
    private readonly bool _isObservable;
    private readonly SortedDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public PrometheusFamily(Instrument instrument)
    {
        var isCounter = instrument is Counter<long> or Counter<double> or ObservableCounter<long> or ObservableCounter<double>;
        _bounds = instrument is Histogram<double> histogram ? [.. histogram.Advice?.HistogramBucketBoundaries ?? []] : null;
        _isObservable = instrument.IsObservable;
        _type = _bounds is not null ? "histogram" : isCounter ? "counter" : "gauge";
        _help = instrument.Description ?? instrument.Name;
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        Name = instrument.Name.Replace('.', '_') + unit + (isCounter ? "_total" : "");
    }

    public string Name { get; }

    /// <summary>What is observed anew at each collection may have disappeared since the last.</summary>
    public void BeginCollection()
    {
        if (_isObservable) _series.Clear();
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = Labels(tags, null);
        if (!_series.TryGetValue(labels, out var series))
        {
            if (_series.Count >= MostSeries) labels = Labels(tags, Overflow);
            if (!_series.TryGetValue(labels, out series)) _series[labels] = series = new Series(new long[_bounds?.Length ?? 0]);
        }

        series.Count++;
        series.Sum = _isObservable ? value : series.Sum + value;
        for (var i = 0; i < series.Buckets.Length; i++)
            if (value <= _bounds![i]) series.Buckets[i]++;
    }

    public void Write(StringBuilder text)
    {
        if (_series.Count == 0) return;
        text.Append("# HELP ").Append(Name).Append(' ').Append(_help.Replace("\\", "\\\\").Replace("\n", "\\n")).Append('\n');
        text.Append("# TYPE ").Append(Name).Append(' ').Append(_type).Append('\n');
        foreach (var (labels, series) in _series)
        {
            if (_bounds is null) WriteSample(text, "", labels, series.Sum);
            else WriteHistogram(text, labels, series);
        }
    }

    private void WriteHistogram(StringBuilder text, string labels, Series series)
    {
        var prefix = labels.Length == 0 ? "" : labels + ",";
        for (var i = 0; i < _bounds!.Length; i++) WriteSample(text, "_bucket", $"{prefix}le=\"{Number(_bounds[i])}\"", series.Buckets[i]);
        WriteSample(text, "_bucket", $"{prefix}le=\"+Inf\"", series.Count);
        WriteSample(text, "_sum", labels, series.Sum);
        WriteSample(text, "_count", labels, series.Count);
    }

    private void WriteSample(StringBuilder text, string suffix, string labels, double value)
    {
        text.Append(Name).Append(suffix);
        if (labels.Length > 0) text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags, string? replacement)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name).Append("=\"").Append(Escape(replacement ?? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")).Append('"');
        }

        return text.ToString();
    }

    private static string Escape(string value) => value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n");

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private sealed class Series(long[] buckets)
    {
        public long[] Buckets { get; } = buckets;

        public long Count { get; set; }

        public double Sum { get; set; }
    }
}
