namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>
/// An <see cref="ApplicationFilter"/> over the applications in memory, which are not deleted. Says what
/// <see cref="Ledger.ApplicationConditions"/> says in SQL.
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

    public bool Takes(ApplicationStatus status)
    {
        foreach (var condition in _conditions)
            if (!condition(status)) return false;
        return true;
    }

    private void Add(IReadOnlyList<string> values, Func<ApplicationStatus, string?> value)
    {
        var (wanted, unwanted) = Sets(values);
        if (wanted.Count > 0) _conditions.Add(status => value(status) is { } name && wanted.Contains(name));
        if (unwanted.Count > 0) _conditions.Add(status => !unwanted.Contains(value(status) ?? ""));
    }

    private void AddApplications(IReadOnlyList<string> values)
    {
        var (wanted, unwanted) = Sets(values);
        if (wanted.Count > 0) _conditions.Add(Named(wanted));
        if (unwanted.Count == 0) return;
        var isNamed = Named(unwanted);
        _conditions.Add(status => !isNamed(status));
    }

    private static Func<ApplicationStatus, bool> Named(HashSet<string> names)
    {
        // Names in Kubernetes hold no slash; where none is asked for, no name is put together.
        if (!names.Any(name => name.Contains('/', StringComparison.Ordinal))) return status => names.Contains(status.Application.Name);
        return status => names.Contains(status.Application.Name) || names.Contains($"{status.Application.Namespace}/{status.Application.Name}");
    }

    private static (HashSet<string> Wanted, HashSet<string> Unwanted) Sets(IReadOnlyList<string> values)
    {
        var (wanted, unwanted) = NameChoice.Of(values);
        return ([.. wanted.Select(value => StoredText.Clean(value))], [.. unwanted.Select(value => StoredText.Clean(value))]);
    }
}
