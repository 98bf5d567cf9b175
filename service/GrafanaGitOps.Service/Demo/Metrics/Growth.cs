namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>Counters of controllers that have nothing to tell but that they work: the same every second since they began.</summary>
/// <param name="Seconds">Since the beginning.</param>
internal readonly record struct Growth(double Seconds)
{
    /// <summary>What is counted so many times in a second.</summary>
    public double Count(double rate) => Math.Floor(Seconds * rate);

    /// <summary>A histogram of what takes about so long.</summary>
    public double[] Histogram(MetricFamily family, double rate, double mean)
    {
        var count = Seconds * rate;
        return [.. family.Bounds.Select(bound => count * (1 - Math.Exp(-bound / mean))), count, count * mean];
    }

    /// <summary>A gauge that stirs a little between nothing and the most.</summary>
    public double Stir(double most, int phase) => Math.Floor((most + 0.99) * (0.5 + (0.5 * Math.Sin((Seconds / 47) + phase))));
}
