namespace GrafanaGitOps.Service.Rules.PromQl;

/// <summary>What an expression asks of the series: a metric and conditions on its labels.</summary>
/// <param name="Metric">Null when it is a variable or only conditions name it.</param>
/// <param name="Matchers">All must hold.</param>
/// <param name="HasVariable">Grafana puts more conditions in, which nobody knows here.</param>
/// <param name="IsDispensable">The expression has a result without it too: it stands in <c>absent()</c>, beside <c>or</c> or after <c>unless</c>.</param>
internal sealed record MetricSelector(string? Metric, IReadOnlyList<LabelMatcher> Matchers, bool HasVariable, bool IsDispensable)
{
    public override string ToString() => Matchers.Count == 0 ? Metric ?? "{}" : $"{Metric}{{{string.Join(',', Matchers)}}}";
}

/// <summary>A condition on a label.</summary>
/// <param name="Label">Its name.</param>
/// <param name="Operator">One of <c>= != =~ !~</c>.</param>
/// <param name="Value">As written, with its escapes.</param>
internal sealed record LabelMatcher(string Label, string Operator, string Value)
{
    /// <summary>False when a series without the label cannot match. A value with a variable in it may become anything.</summary>
    public bool AllowsMissing => HasVariable || Operator switch
    {
        "=" => Value.Length == 0,
        "!=" => Value.Length > 0,
        "=~" => MatchesEmpty(),
        _ => !MatchesEmpty(),
    };

    public bool HasVariable => Value.Contains('$') && !Value.EndsWith('$') || Value.Contains("[[", StringComparison.Ordinal);

    public override string ToString() => $"{Label}{Operator}\"{Value}\"";

    private bool MatchesEmpty()
    {
        try
        {
            return System.Text.RegularExpressions.Regex.IsMatch(
                "", $"^(?:{Value.Replace("\\\\", "\\", StringComparison.Ordinal)})$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException)
        {
            // Prometheus refuses the rule itself then; what it asks for is not ours to say.
            return true;
        }
    }
}
