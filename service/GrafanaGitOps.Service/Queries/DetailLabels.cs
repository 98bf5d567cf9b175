namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// Whether the rows of a numeric answer carry more texts than those that name them. What may change while an alert fires must not name its
/// instance, so an alert rule asks for the details in a second query, and its annotations read them from there.
/// </summary>
internal static class DetailLabels
{
    private const string Detail = "detail";

    public static QueryParameter Parameter { get; } = QueryParameter.Choice(
        "labels", "labels", "Texts beside numbers: what names a row, or also what it is about (for annotations of alert rules)",
        "identity", Detail);

    public static bool AreAskedFor(QueryRequest request) => request.Choice(Parameter) == Detail;
}
