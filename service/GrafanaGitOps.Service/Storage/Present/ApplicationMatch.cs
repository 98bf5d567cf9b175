namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>An <see cref="ApplicationFilter"/> over applications in memory. Says what <see cref="Ledger.ApplicationConditions"/> says in SQL.</summary>
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

    /// <summary>Null when the database must be asked: deleted applications, repositories' URLs and search are left to it.</summary>
    public static ApplicationMatch? Of(ApplicationFilter filter) =>
        filter.IncludeDeleted || filter.Repositories.Count > 0 || !string.IsNullOrEmpty(filter.Search) ? null : new ApplicationMatch(filter);

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
        if (wanted.Count > 0) _conditions.Add(status => IsNamed(status.Application, wanted));
        if (unwanted.Count > 0) _conditions.Add(status => !IsNamed(status.Application, unwanted));
    }

    private static bool IsNamed(ApplicationId application, HashSet<string> names) =>
        names.Contains(application.Name) || names.Contains($"{application.Namespace}/{application.Name}");

    private static (HashSet<string> Wanted, HashSet<string> Unwanted) Sets(IReadOnlyList<string> values)
    {
        var (wanted, unwanted) = NameChoice.Of(values);
        return ([.. wanted.Select(value => StoredText.Clean(value))], [.. unwanted.Select(value => StoredText.Clean(value))]);
    }
}
