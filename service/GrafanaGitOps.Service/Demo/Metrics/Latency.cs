namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>
/// How many requests are done within each bound, so that Prometheus' <c>histogram_quantile</c> gives the wanted 95th percentile: it takes
/// the requests of a bucket as evenly spread, which has to be undone.
/// </summary>
internal static class Latency
{
    /// <summary>OpenTelemetry's bounds for durations of HTTP requests, in seconds.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    /// <summary>Spread of the logarithm.</summary>
    private const double Sigma = 0.55;

    private const double Percentile = 0.95;

    /// <summary>Share of the requests up to each bound and up to infinity, then their mean in seconds.</summary>
    public static double[] Shares(double percentile95)
    {
        var (low, high) = (percentile95 / 20, percentile95 * 2);
        for (var round = 0; round < 50; round++)
        {
            var median = (low + high) / 2;
            if (Shown(median) < percentile95) low = median;
            else high = median;
        }

        return [.. Bounds.Select(bound => Share(bound, low)), 1, low * Math.Exp(Sigma * Sigma / 2)];
    }

    /// <summary>What histogram_quantile makes of it.</summary>
    private static double Shown(double median)
    {
        var (lower, below) = (0d, 0d);
        foreach (var bound in Bounds)
        {
            var share = Share(bound, median);
            if (share >= Percentile) return lower + ((bound - lower) * (Percentile - below) / (share - below));
            (lower, below) = (bound, share);
        }

        return Bounds[^1];
    }

    /// <summary>The normal distribution of the logarithm, by a logistic curve that is close enough.</summary>
    private static double Share(double bound, double median) => 1 / (1 + Math.Exp(-1.702 * Math.Log(bound / median) / Sigma));
}
