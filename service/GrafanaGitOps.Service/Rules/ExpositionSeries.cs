using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Rules;

/// <summary>
/// Metrics as their programs serve them, in Prometheus' text format or OpenMetrics. Prometheus adds labels of its own when it scrapes, so a label
/// that is not here may still be there later, unless one with the same meaning is here under another name: only metrics are missed.
/// </summary>
internal sealed class ExpositionSeries : SeriesSource
{
    private static readonly string[] Suffixes = ["_bucket", "_count", "_sum", "_total", "_created", "_info"];

    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _families = new(StringComparer.Ordinal);

    /// <summary>Takes in one endpoint's answer.</summary>
    public void Add(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("# TYPE ")) AddDeclared(line["# TYPE ".Length..]);
            else if (line.Length > 0 && line[0] != '#') AddName(line[..NameLength(line)].ToString());
        }
    }

    public override Task<SeriesLook> LookAsync(MetricSelector selector, CancellationToken cancellationToken) => Task.FromResult(Look(selector));

    private SeriesLook Look(MetricSelector selector)
    {
        // Other programs' metrics are not here, and a metric that rules make begins as it likes.
        if (selector.Metric is not { } metric || metric.Contains(':') || !_families.Contains(Family(metric))) return default;
        return new SeriesLook(_metrics.Contains(metric) ? SeriesFinding.Found : SeriesFinding.NoMetric);
    }

    /// <summary>A family that is declared and has no series yet is there all the same.</summary>
    private void AddDeclared(ReadOnlySpan<char> rest)
    {
        var name = rest[..NameLength(rest)].ToString();
        AddName(name);
        foreach (var suffix in Suffixes) _metrics.Add(name + suffix);
    }

    private void AddName(string name)
    {
        _metrics.Add(name);
        _families.Add(Family(name));
    }

    private static int NameLength(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAny('{', ' ', '\t');
        return end < 0 ? line.Length : end;
    }

    /// <summary>Whose metric it is: what stands before the first underscore, as <c>argocd</c> or <c>gotk</c>.</summary>
    private static string Family(string metric) => metric.IndexOf('_', StringComparison.Ordinal) is > 0 and var end ? metric[..end] : metric;
}
