using System.Globalization;
using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Tests.Queries.Applications;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>Evaluates a rule as Grafana's alerting does: its queries to numbers with labels, its condition over those.</summary>
internal static partial class AlertEvaluation
{
    /// <summary>The labels of every instance for which the condition holds.</summary>
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FiringAsync(AlertRule rule, StoryDemo demo)
    {
        var numbers = new Dictionary<string, IReadOnlyList<Sample>>();
        foreach (var query in rule.Queries.Where(query => !query.IsExpression)) numbers[query.RefId] = await NumbersAsync(query, demo);
        var (model, expression) = (rule.Condition.Model, (string)rule.Condition.Model["expression"]!);
        if ((string)model["type"]! == "math") return [.. Compare(expression, numbers).Select(sample => sample.Labels)];
        var evaluator = DashboardFile.List(model["conditions"]).Single()["evaluator"]!;
        var limit = double.Parse(evaluator["params"]![0]!.ToString(), CultureInfo.InvariantCulture);
        var isAbove = (string)evaluator["type"]! == "gt";
        var holding = numbers[expression].Where(sample => isAbove ? sample.Value > limit : sample.Value < limit);
        return [.. holding.Select(sample => sample.Labels)];
    }

    /// <summary>A query's numbers; of ours each row is one, named by its texts.</summary>
    public static async Task<IReadOnlyList<Sample>> NumbersAsync(AlertQuery query, StoryDemo demo)
    {
        if (query.DataSource == "prometheus") return await demo.Prometheus.QueryAsync((string)query.Model["expr"]!);
        var now = TimeProvider.System.GetUtcNow();
        var frame = (await demo.AskAsync(query.Model, now.AddMinutes(-10), now, isAlert: true)).Should().ContainSingle().Which;
        if (frame.Cells(AnswerFrame.Name(frame.Fields[0])).Count > 0) NumericLong.AssertHolds(frame, isAlert: true);
        var texts = frame.Fields.SkipLast(1).Select(AnswerFrame.Name).ToList();
        var values = frame.Cells(AnswerFrame.Name(frame.Fields[^1]));
        return [.. values.Select((value, row) => new Sample(LabelsOf(row), value.GetDouble()))];

        Dictionary<string, string> LabelsOf(int row) => texts.ToDictionary(text => text, text => frame.Texts(text)[row]!);
    }

    private static IEnumerable<Sample> Compare(string expression, Dictionary<string, IReadOnlyList<Sample>> numbers)
    {
        var match = Greater().Match(expression);
        match.Success.Should().BeTrue($"This test does not know what {expression} means.");
        var right = numbers[match.Groups["right"].Value];
        return numbers[match.Groups["left"].Value].Where(left => right.Any(other => Same(left, other) && left.Value > other.Value));
    }

    private static bool Same(Sample one, Sample other) => one.Labels.Count == other.Labels.Count && !one.Labels.Except(other.Labels).Any();

    [GeneratedRegex(@"^\$(?<left>\w+) > \$(?<right>\w+)$")]
    private static partial Regex Greater();
}
