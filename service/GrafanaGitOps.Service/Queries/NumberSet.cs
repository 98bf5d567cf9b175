using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Service.Queries;

/// <summary>A number of a numeric answer.</summary>
/// <param name="Name">The column.</param>
/// <param name="Help">What it says.</param>
/// <param name="Cell">Where it comes from; never null, since an alert rule would take a null for missing data.</param>
/// <param name="Config">How it is shown.</param>
internal sealed record NumberColumn<TRow>(string Name, string Help, Func<TRow, double> Cell, FieldConfig? Config = null);

/// <summary>How an answer of numbers is asked for instead of a table.</summary>
internal static class NumericAnswer
{
    private const string Numeric = "numeric";
    private const string Detail = "detail";

    /// <summary>
    /// Whether the rows carry more texts than those that name them. What may change while an alert fires must not name its instance, so an alert
    /// rule asks for the details in a second query, and its annotations read them from there.
    /// </summary>
    public static QueryParameter Labels { get; } = QueryParameter.Choice(
        "labels", "labels", "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "identity", Detail);

    /// <param name="help">What a table and the numbers have as rows.</param>
    public static QueryParameter Format(string help) =>
        QueryParameter.Choice("format", "shape", $"{help} (alert rules always get numbers)", "table", Numeric);

    public static bool IsAskedFor(QueryRequest request) => request.IsAlert || request.Text("format") == Numeric;

    public static bool HasDetails(QueryRequest request) => request.Text(Labels.Name) == Detail;
}

/// <summary>
/// The numbers of a numeric answer. Panels get all of them. An alert rule tells its instances apart by the texts of a row alone and refuses a
/// second number with the same ones, so it gets one: the first unless another is chosen.
/// </summary>
internal sealed class NumberSet<TRow>(params IReadOnlyList<NumberColumn<TRow>> columns)
{
    /// <summary>By which numbers are chosen.</summary>
    public QueryParameter Parameter { get; } = new(
        "values", "value", ParameterKind.List, $"Numbers to answer with; default all, for an alert rule {columns[0].Name}")
    {
        Choices = [.. columns.Select(column => column.Name)],
    };

    /// <summary>What Grafana's alert rules and expressions read.</summary>
    public static FrameMeta Meta { get; } = new() { Type = FrameType.NumericLong, PreferredVisualisationType = "table" };

    /// <summary>Adds the chosen numbers in the order of their declaration.</summary>
    public void AddTo(FrameBuilder<TRow> frame, QueryRequest request)
    {
        var chosen = Choose(request);
        foreach (var column in columns.Where(column => chosen.Contains(column.Name)))
            frame.Number(column.Name, column.Help, column.Cell, column.Config);
    }

    private IReadOnlyList<string> Choose(QueryRequest request)
    {
        var chosen = request.List(Parameter.Name);
        if (chosen.Count == 0) return request.IsAlert ? [columns[0].Name] : Parameter.Choices;
        if (!request.IsAlert || chosen.Count == 1) return chosen;
        throw new PluginException(
            $"{request.Definition.Name}: an alert rule takes one number for each row, not {chosen.Count}: " +
            $"choose one of {string.Join(", ", chosen)} as values.",
            400,
            ErrorSource.Downstream);
    }
}
