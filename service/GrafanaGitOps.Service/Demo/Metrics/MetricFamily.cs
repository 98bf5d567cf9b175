namespace GrafanaGitOps.Service.Demo.Metrics;

internal enum MetricType
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>What a metric is.</summary>
/// <param name="Name">Of a counter without <c>_total</c>.</param>
/// <param name="Type">How it is written.</param>
/// <param name="Help">One sentence.</param>
/// <param name="Bounds">Upper bounds of a histogram's buckets, the infinite one left out; empty for all others.</param>
internal sealed record MetricFamily(string Name, MetricType Type, string Help, params IReadOnlyList<double> Bounds)
{
    public static MetricFamily Counter(string name, string help) => new(name, MetricType.Counter, help);

    public static MetricFamily Gauge(string name, string help) => new(name, MetricType.Gauge, help);

    public static MetricFamily Histogram(string name, string help, params IReadOnlyList<double> bounds) =>
        new(name, MetricType.Histogram, help, bounds);
}

/// <summary>One metric at one moment.</summary>
/// <param name="Labels">As they are written between the braces.</param>
/// <param name="Values">The value; of a histogram the counts up to each bound and up to infinity, then the sum.</param>
internal readonly record struct MetricPoint(string Labels, double[] Values);
