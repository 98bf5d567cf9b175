namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// An <see cref="ApplicationFilter"/> over the applications in memory, which are not deleted. Says what
/// <see cref="ApplicationConditions"/> says in SQL.
/// </summary>
internal sealed class ApplicationMatch
{
    private readonly List<Func<ApplicationStatus, bool>> _conditions = [];

    private ApplicationMatch(ApplicationFilter filter)
    {
        Add(filter.Clusters, status => status.Application.Cluster);
        Add(filter.Environments, status => status.Environment ?? ApplicationFilter.NoEnvironment);
        AddApplications(filter.Applications);
        Add(filter.Projects, status => status.Project);
        Add(filter.Namespaces, status => status.DestinationNamespace ?? status.Application.Namespace);
        Add(filter.Operators, status => status.Application.Operator);
    }

    /// <summary>Null when the database must be asked: URLs of repositories and search are left to it.</summary>
    public static ApplicationMatch? Of(ApplicationFilter filter) =>
        filter.Repositories.Count > 0 || !string.IsNullOrEmpty(filter.Search) ? null : new ApplicationMatch(filter);

    /// <summary>True when no application is left out.</summary>
    public bool TakesAll => _conditions.Count == 0;

    public bool Takes(ApplicationStatus status)
    {
        foreach (var condition in _conditions)
            if (!condition(status)) return false;
        return true;
    }

    private void Add(IReadOnlyList<string> values, Func<ApplicationStatus, string?> value)
    {
        if (values.Count == 0) return;
        var choice = NameChoice.Of(values);
        _conditions.Add(status => choice.Takes(value(status)));
    }

    private void AddApplications(IReadOnlyList<string> values)
    {
        // Names in Kubernetes hold no slash; where none is asked for, no name is put together.
        if (!values.Any(value => value.Contains('/', StringComparison.Ordinal)))
        {
            Add(values, status => status.Application.Name);
            return;
        }

        var choice = NameChoice.Of(values);
        _conditions.Add(status => (choice.Wanted.Count == 0 || IsNamed(choice.Wanted, status)) && !IsNamed(choice.Unwanted, status));
    }

    private static bool IsNamed(IReadOnlySet<string> names, ApplicationStatus status) => names.Count > 0
        && (names.Contains(status.Application.Name) || names.Contains($"{status.Application.Namespace}/{status.Application.Name}"));
}
