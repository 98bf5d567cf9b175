namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// Which applications; lists are alternatives, an empty list means all, a <c>!</c> in front of a name leaves it out (of all lists but
/// repositories), and all conditions must hold.
/// </summary>
public sealed record ApplicationFilter
{
    /// <summary>What filters call the environment of applications that have none.</summary>
    public const string NoEnvironment = "none";

    /// <summary>Configured names of the clusters that hold the objects.</summary>
    public IReadOnlyList<string> Clusters { get; init; } = [];

    /// <summary>Environments, and <see cref="NoEnvironment"/>.</summary>
    public IReadOnlyList<string> Environments { get; init; } = [];

    /// <summary><c>name</c> or <c>namespace/name</c> of the object.</summary>
    public IReadOnlyList<string> Applications { get; init; } = [];

    /// <summary>Argo CD projects.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Namespaces that applications deploy to; the object's own where it names none.</summary>
    public IReadOnlyList<string> Namespaces { get; init; } = [];

    /// <summary>Operators.</summary>
    public IReadOnlyList<string> Operators { get; init; } = [];

    /// <summary>Configured names or URLs of repositories that any of the sources is in.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>A text in name, namespace, project, environment or message, without regard to case; at most 1,000 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Also applications whose object is gone.</summary>
    public bool IncludeDeleted { get; init; }
}
