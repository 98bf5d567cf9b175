using System.Text.RegularExpressions;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>What a PromQL expression names. Good enough for expressions that promtool has parsed.</summary>
internal static partial class PromQl
{
    /// <summary>Metrics, labels and groupings of an expression that no current version exports.</summary>
    public static IReadOnlyList<string> Unknown(string expression)
    {
        var problems = new List<string>();
        var labels = new HashSet<string> { "__name__" };
        foreach (Match selector in Selector().Matches(Grouping().Replace(Strings().Replace(expression, "\"\""), "")))
        {
            var metric = selector.Groups["metric"].Value;
            // Recorded by a rule, which is looked at itself.
            if (metric.Contains(':', StringComparison.Ordinal)) continue;
            if (KnownMetrics.Labels(metric) is not { } known) problems.Add($"there is no metric {metric}");
            else if (Labels(selector.Groups["matchers"].Value).Except(known).ToList() is { Count: > 0 } strange)
                problems.Add($"{metric} has no label {string.Join(", ", strange)}");
            else labels.UnionWith(known);
        }

        if (labels.Count == 1) return problems;
        var grouped = Grouping().Matches(expression)
            .SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));
        problems.AddRange(grouped.Distinct().Except(labels).Select(label => $"grouped by {label}, which none of its metrics has"));
        return problems;
    }

    private static IEnumerable<string> Labels(string matchers) => Label().Matches(matchers).Select(match => match.Groups["label"].Value);

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Strings();

    // Metrics stand before matchers, a range, an operator or the end of what they are an argument of; functions before a parenthesis.
    [GeneratedRegex(@"(?<![\w:])(?<metric>[a-z][\w:]*_[\w:]+|up)(?:\{(?<matchers>[^{}]*)\})?(?!\s*\(|\w)(?=\s*(?:\[|\)|$|[*/+>-]|or\b))")]
    private static partial Regex Selector();

    [GeneratedRegex(@"(?<label>\w+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex Label();

    [GeneratedRegex(@"\bby\s*\((?<labels>[^)]*)\)")]
    private static partial Regex Grouping();
}
