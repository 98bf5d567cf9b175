using GrafanaGitOps.Service.Rules.PromQl;

namespace GrafanaGitOps.Service.Rules;

/// <summary>Finds expressions that can never have a result: from what is known of the operators' metrics, and from real series where there are some to look at.</summary>
internal sealed class RuleCheck(IReadOnlyList<SeriesSource> sources)
{
    /// <summary>Expressions that were read.</summary>
    public int Expressions { get; private set; }

    /// <summary>Selectors of which neither knowledge nor series say anything.</summary>
    public int NotJudged { get; private set; }

    /// <summary>What is wrong in the files, in their order.</summary>
    public async Task<IReadOnlyList<RuleFinding>> CheckAsync(IReadOnlyList<(string Path, RuleFile File)> files, CancellationToken cancellationToken)
    {
        var records = files.SelectMany(file => file.File.Records).ToHashSet(StringComparer.Ordinal);
        var findings = new List<RuleFinding>();
        var expressions = files.SelectMany(file => file.File.Expressions.Select(expression => (file.Path, expression)));
        foreach (var (path, expression) in expressions) findings.AddRange(await CheckAsync(path, expression, records, cancellationToken));
        return findings;
    }

    private async Task<IReadOnlyList<RuleFinding>> CheckAsync(string path, RuleExpression rule, HashSet<string> records, CancellationToken cancellationToken)
    {
        Expressions++;
        PromExpression expression;
        try
        {
            expression = PromExpression.Read(rule.Text);
        }
        catch (PromQlException exception)
        {
            return [new RuleFinding(path, rule.Owner, RuleVerdict.Unreadable, $"the expression cannot be read: {exception.Message}")];
        }

        var findings = new List<RuleFinding>();
        foreach (var selector in expression.Selectors.DistinctBy(selector => (selector.ToString(), selector.IsDispensable)))
        {
            if (selector.Metric is { } metric && records.Contains(metric)) continue;
            if (Known(selector) is { } known) findings.Add(Finding(selector, known.Reason, known.Instead));
            else if (await LookAsync(selector, cancellationToken) is { } seen) findings.Add(seen);
        }

        findings.AddRange(Grouping(expression));
        return findings.ConvertAll(finding => finding with { File = path, Owner = rule.Owner });
    }

    private static (string Reason, string Instead)? Known(MetricSelector selector)
    {
        if (selector.Metric is not { } metric) return null;
        if (MetricFacts.WhyGone(metric) is { } gone) return ($"there is no {metric}: {gone.Reason}", gone.Instead);
        foreach (var matcher in selector.Matchers.Where(matcher => !matcher.AllowsMissing))
        {
            if (MetricFacts.InsteadOfLabel(metric, matcher.Label) is { } instead) return ($"{metric} never has a label {matcher.Label}", instead);
        }

        return null;
    }

    private static IEnumerable<RuleFinding> Grouping(PromExpression expression)
    {
        // With two metrics it is not clear which of them is grouped.
        var metrics = expression.Selectors.Select(selector => selector.Metric).Distinct().ToList();
        if (metrics is not [{ } metric]) yield break;
        foreach (var label in expression.Grouping.Distinct(StringComparer.Ordinal))
        {
            if (MetricFacts.InsteadOfLabel(metric, label) is { } instead)
                yield return new RuleFinding("", "", RuleVerdict.Partly, $"it groups by {label}, which {metric} never has", instead);
        }
    }

    private async Task<RuleFinding?> LookAsync(MetricSelector selector, CancellationToken cancellationToken)
    {
        SeriesLook last = default;
        foreach (var source in sources)
        {
            var look = await source.LookAsync(selector, cancellationToken);
            if (look.Finding == SeriesFinding.Found) return null;
            if (look.Finding > last.Finding) last = look;
        }

        switch (last.Finding)
        {
            case SeriesFinding.NoMetric when selector.Metric is { } metric && MetricFacts.ComesLate(metric):
                return Finding(selector, $"{metric} was not seen; it comes with the first time that something happened", null) with { Verdict = RuleVerdict.NotSeen };
            case SeriesFinding.NoMetric:
                return Finding(selector, $"there is no {selector.Metric}", null);
            case SeriesFinding.NoLabel:
                return Finding(selector, $"no {selector.Metric} has a label {last.Label}", null);
            case SeriesFinding.NoValue:
                return Finding(selector, $"no series matches {selector}; perhaps none has yet", null) with { Verdict = RuleVerdict.NotSeen };
            default:
                NotJudged++;
                return null;
        }
    }

    private static RuleFinding Finding(MetricSelector selector, string reason, string? instead) =>
        new("", "", selector.IsDispensable ? RuleVerdict.Partly : RuleVerdict.Never, reason, instead);
}
