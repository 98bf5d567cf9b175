namespace GrafanaGitOps.Service.Rules.PromQl;

/// <summary>What an expression reads: its selectors, and the labels by which it groups.</summary>
/// <param name="Selectors">In the order in which they stand.</param>
/// <param name="Grouping">Labels of <c>by</c>.</param>
internal sealed record PromExpression(IReadOnlyList<MetricSelector> Selectors, IReadOnlyList<string> Grouping)
{
    /// <summary>Reads an expression.</summary>
    /// <exception cref="PromQlException">It cannot be read.</exception>
    public static PromExpression Read(string text) => new SelectorFinder(PromLexer.Read(text)).Find();
}
