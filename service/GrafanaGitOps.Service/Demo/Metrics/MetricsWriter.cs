using System.Globalization;
using System.Text;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>Writes metrics in Prometheus' text format, or with times in OpenMetrics'.</summary>
internal static class MetricsWriter
{
    public const string TextType = "text/plain; version=0.0.4; charset=utf-8";

    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    public static void WriteText(TextWriter text, MetricSet set)
    {
        foreach (var (family, points) in set.Families)
        {
            var name = family.Type == MetricType.Counter ? $"{family.Name}_total" : family.Name;
            WriteHead(text, name, family);
            foreach (var point in points) WritePoint(text, family, point, "", null);
        }
    }

    /// <summary>OpenMetrics wants all moments of one metric together.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="history">By the labels that a scrape would add; the moments of each, oldest first.</param>
    public static async Task WriteHistoryAsync(
        Stream output, IEnumerable<(string Target, List<(DateTimeOffset At, MetricSet Set)> Moments)> history)
    {
        var families = from job in history
                       from moment in job.Moments
                       from entry in moment.Set.Families
                       from point in entry.Points
                       select (entry.Family, job.Target, moment.At, Point: point);
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var family in families.GroupBy(entry => entry.Family.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var kind = family.First().Family;
            WriteHead(text, kind.Name, kind);
            foreach (var metric in family.GroupBy(entry => (entry.Target, entry.Point.Labels)))
            {
                foreach (var (_, target, at, point) in metric) WritePoint(text, kind, point, target, at);
                await output.WriteAsync(Encoding.UTF8.GetBytes(text.ToString()));
                text.GetStringBuilder().Clear();
            }
        }

        await output.WriteAsync("# EOF\n"u8.ToArray());
    }

    private static void WriteHead(TextWriter text, string name, MetricFamily family)
    {
        text.Write($"# HELP {name} {family.Help}\n");
        text.Write($"# TYPE {name} {family.Type.ToString().ToLowerInvariant()}\n");
    }

    private static void WritePoint(TextWriter text, MetricFamily family, in MetricPoint point, string target, DateTimeOffset? at)
    {
        var labels = target.Length == 0 ? point.Labels : $"{point.Labels},{target}";
        var time = at is { } moment ? string.Create(CultureInfo.InvariantCulture, $" {moment.ToUnixTimeMilliseconds() / 1000d:0.###}") : "";
        if (family.Type != MetricType.Histogram)
        {
            WriteSample(text, family.Type == MetricType.Counter ? $"{family.Name}_total" : family.Name, labels, point.Values[0], time);
            return;
        }

        var bucket = $"{family.Name}_bucket";
        for (var index = 0; index < family.Bounds.Count; index++)
            WriteSample(text, bucket, $"{labels},le=\"{Bound(family.Bounds[index])}\"", Math.Floor(point.Values[index]), time);
        var count = Math.Floor(point.Values[family.Bounds.Count]);
        WriteSample(text, bucket, $"{labels},le=\"+Inf\"", count, time);
        WriteSample(text, $"{family.Name}_sum", labels, point.Values[^1], time);
        WriteSample(text, $"{family.Name}_count", labels, count, time);
    }

    private static void WriteSample(TextWriter text, string name, string labels, double value, string time) =>
        text.Write(string.Create(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value:0.######}{time}\n"));

    /// <summary>With a decimal point, as OpenMetrics and later Prometheus write them: history must not make other series.</summary>
    private static string Bound(double bound) => bound.ToString("0.0########", CultureInfo.InvariantCulture);
}
