namespace GrafanaGitOps.Service.Queries;

/// <summary>What every query can be asked.</summary>
public static class CommonParameters
{
    /// <summary>Names of repositories.</summary>
    public static QueryParameter Repositories { get; } = QueryParameter.Listed("repositories", "repository", "Names of repositories");

    /// <summary>Free text.</summary>
    public static QueryParameter Search { get; } = new("search", "search", ParameterKind.Text, "A text to look for");

    /// <summary>The most rows.</summary>
    public static QueryParameter Limit { get; } = new("limit", "limit", ParameterKind.Count, "The most rows");

    /// <summary>Filters of queries that know applications: accepted, because a dashboard sets them for all its panels.</summary>
    public static IReadOnlyList<QueryParameter> NotApplied { get; } =
    [
        Unused("clusters", "cluster"), Unused("environments", "environment"), Unused("applications", "application"),
        Unused("projects", "project"), Unused("namespaces", "namespace"), Unused("operators", "operator"),
    ];

    private static QueryParameter Unused(string name, string option) =>
        new(name, option, ParameterKind.List, $"Has no effect on this query: it knows no {name}") { IsApplied = false };
}
