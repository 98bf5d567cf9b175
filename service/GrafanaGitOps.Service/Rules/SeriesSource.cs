using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Rules;

/// <summary>Where real series can be looked for.</summary>
internal abstract class SeriesSource
{
    /// <summary>Whether there are series as the selector asks for, and if not, why.</summary>
    public abstract Task<SeriesLook> LookAsync(MetricSelector selector, CancellationToken cancellationToken);
}

/// <summary>What was found of a selector.</summary>
internal enum SeriesFinding
{
    /// <summary>Nothing can be said here.</summary>
    NotKnown,

    /// <summary>Some series match.</summary>
    Found,

    /// <summary>There is no such metric.</summary>
    NoMetric,

    /// <summary>No series of the metric has a label that the selector demands.</summary>
    NoLabel,

    /// <summary>Metric and labels are there, but no series has all the values: perhaps not yet.</summary>
    NoValue,
}

/// <summary>What was found of a selector, and for <see cref="SeriesFinding.NoLabel"/> which label is missing.</summary>
internal readonly record struct SeriesLook(SeriesFinding Finding, string? Label = null);
