using System.Text;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>Everything that one endpoint shows at one moment.</summary>
/// <param name="known">Labels of the moments before, so that a long history holds each text once; null for a single moment.</param>
internal sealed class MetricSet(HashSet<string>? known = null)
{
    private readonly SortedDictionary<string, (MetricFamily Family, List<MetricPoint> Points)> _families = new(StringComparer.Ordinal);

    public IEnumerable<(MetricFamily Family, IReadOnlyList<MetricPoint> Points)> Families =>
        _families.Values.Select(entry => (entry.Family, (IReadOnlyList<MetricPoint>)entry.Points));

    public void Add(MetricFamily family, string labels, params double[] values)
    {
        if (!_families.TryGetValue(family.Name, out var entry)) _families[family.Name] = entry = (family, []);
        if (known is not null && !known.Add(labels) && known.TryGetValue(labels, out var same)) labels = same;
        entry.Points.Add(new MetricPoint(labels, values));
    }

    /// <summary>Labels as they are written between the braces.</summary>
    public static string Labels(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            var escaped = value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"").Append(escaped).Append('"');
        }

        return text.ToString();
    }
}
