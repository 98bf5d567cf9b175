using GrafanaGitOps.Service.Storage.Applications;

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

    /// <summary>Filters of queries that know applications. In each a <c>!</c> in front of a name leaves it out.</summary>
    public static IReadOnlyList<QueryParameter> Applications { get; } =
    [
        Excludable("clusters", "cluster", "Clusters that hold the application's object, by their configured names"),
        Excludable(
            "environments", "environment",
            "Environments, such as production, or !production for all others; none: applications without one"),
        Excludable("applications", "application", "Applications, as name or namespace/name"),
        Excludable("projects", "project", "Argo CD projects"),
        Excludable("namespaces", "namespace", "Namespaces that applications deploy to; their own where they name none"),
        Excludable("operators", "operator", "Operators: argocd, flux"),
    ];

    /// <summary>Those of the filters that a query applies which knows only some.</summary>
    public static IEnumerable<QueryParameter> Applied(params string[] names) =>
        Applications.Append(Repositories).Where(one => names.Contains(one.Name));

    /// <summary>The others, accepted and not applied, because a dashboard sets them for all its panels.</summary>
    public static IEnumerable<QueryParameter> AppliedNot(params string[] names) =>
        Applications.Append(Repositories).Where(one => !names.Contains(one.Name)).Select(Unused);

    /// <summary>The applications that a question is about; its search is left to the query.</summary>
    public static ApplicationFilter FilterOf(QueryRequest request) => new()
    {
        Clusters = request.List("clusters"),
        Environments = request.List("environments"),
        Applications = request.List("applications"),
        Projects = request.List("projects"),
        Namespaces = request.List("namespaces"),
        Operators = request.List("operators"),
        Repositories = request.List("repositories"),
    };

    private static QueryParameter Excludable(string name, string option, string help) =>
        QueryParameter.Listed(name, option, help) with { CanExclude = true };

    private static QueryParameter Unused(QueryParameter parameter) => parameter with
    {
        Help = $"Has no effect on this query: it knows no {parameter.Name}",
        Resource = null,
        IsApplied = false,
    };
}
