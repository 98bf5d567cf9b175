namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Something by which applications are chosen: in memory, in SQL, in variables and in what is said of a choice that nothing has.</summary>
/// <param name="Name">What one value is called.</param>
/// <param name="List">What a list of them is called.</param>
/// <param name="Value">The value of an application; null for none.</param>
internal sealed record ApplicationDimension(string Name, string List, Func<ApplicationStatus, string?> Value)
{
    /// <summary>The value in SQL, over <c>applications a</c>, where a filter may ask for it.</summary>
    public string Column { get; init; } = "";

    /// <summary>The values that a filter asks for; none of what only variables know.</summary>
    public Func<ApplicationFilter, IReadOnlyList<string>> Asked { get; init; } = _ => [];

    /// <summary>What else a value may be, and in SQL: applications may be named with their namespace.</summary>
    public (Func<ApplicationStatus, string> Value, string Column)? Qualified { get; init; }

    /// <summary>All of them, in the order in which people see them.</summary>
    public static IReadOnlyList<ApplicationDimension> All { get; } =
    [
        new("cluster", "clusters", status => status.Application.Cluster) { Column = "a.cluster", Asked = filter => filter.Clusters },
        new("environment", "environments", status => status.Environment ?? ApplicationFilter.NoEnvironment)
        {
            Column = $"coalesce(a.environment, '{ApplicationFilter.NoEnvironment}')",
            Asked = filter => filter.Environments,
        },
        new("application", "applications", status => status.Application.Name)
        {
            Column = "a.name",
            Asked = filter => filter.Applications,
            Qualified = (status => $"{status.Application.Namespace}/{status.Application.Name}", "a.namespace || '/' || a.name"),
        },
        new("project", "projects", status => status.Project) { Column = "a.project", Asked = filter => filter.Projects },
        new("namespace", "namespaces", status => status.DestinationNamespace ?? status.Application.Namespace)
        {
            Column = "coalesce(a.destination_namespace, a.namespace)",
            Asked = filter => filter.Namespaces,
        },
        new("operator", "operators", status => status.Application.Operator) { Column = "a.operator", Asked = filter => filter.Operators },
        new("kind", "kinds", status => status.Application.Kind),
        new("sync", "sync_states", status => status.Sync.ToString()),
        new("health", "health_states", status => status.Health.ToString()),
    ];

    /// <summary>Whether the choice takes an application that is in memory.</summary>
    public bool Takes(NameChoice choice, ApplicationStatus status) =>
        choice.Takes(Value(status), choice.HasQualified ? Qualified?.Value(status) : null);
}
