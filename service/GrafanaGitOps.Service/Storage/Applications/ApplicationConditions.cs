using Dapper;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// The SQL of an <see cref="ApplicationFilter"/> over <c>applications a</c>, for every query that shows applications or is narrowed by them.
/// What comes from outside goes into parameters only; their names begin with <c>app_</c>.
/// </summary>
internal sealed class ApplicationConditions
{
    private readonly SqlConditions _conditions;

    /// <param name="dialect">The database.</param>
    /// <param name="filter">Which applications.</param>
    /// <param name="parameters">Where the values go.</param>
    public ApplicationConditions(Dialect dialect, ApplicationFilter filter, DynamicParameters parameters)
    {
        _conditions = new SqlConditions(dialect, parameters);
        if (!filter.IncludeDeleted) _conditions.Add("a.deleted_at IS NULL");
        AddList("clusters", "a.cluster", filter.Clusters);
        AddList("environments", $"coalesce(a.environment, '{ApplicationFilter.NoEnvironment}')", filter.Environments);
        AddApplications(filter.Applications);
        AddList("projects", "a.project", filter.Projects);
        AddList("namespaces", "coalesce(a.destination_namespace, a.namespace)", filter.Namespaces);
        AddList("operators", "a.operator", filter.Operators);
        AddRepositories(filter.Repositories);
        _conditions.AddSearch(filter.Search, ["a.name", "a.namespace", "a.project", "a.environment", "a.message"], "app_search");
    }

    /// <summary>True when every application matches, so that a query may leave applications out of its plan.</summary>
    public bool IsEmpty => _conditions.IsEmpty;

    /// <summary>What follows WHERE or AND, over <c>applications a</c>.</summary>
    public string Sql => _conditions.Sql;

    /// <summary>The ids of the applications, to stand in parentheses behind IN.</summary>
    public string Ids => $"SELECT a.id FROM applications a WHERE {Sql}";

    /// <summary>Those of <see cref="Ids"/> whose object is gone.</summary>
    public string DeletedIds => $"SELECT a.id FROM applications a WHERE a.deleted_at IS NOT NULL AND {Sql}";

    private void AddList(string name, string column, IReadOnlyList<string> values)
    {
        var choice = NameChoice.Of(values);
        if (choice.Wanted.Count > 0) _conditions.Add($"{column} IN {Rows(name, choice.Wanted)}");
        if (choice.Unwanted.Count > 0) _conditions.Add($"coalesce({column}, '') NOT IN {Rows($"not_{name}", choice.Unwanted)}");
    }

    private void AddApplications(IReadOnlyList<string> values)
    {
        var choice = NameChoice.Of(values);
        if (choice.Wanted.Count > 0) _conditions.Add(Named("", choice.Wanted));
        if (choice.Unwanted.Count > 0) _conditions.Add($"NOT {Named("not_", choice.Unwanted)}");
    }

    // Names in Kubernetes hold no slash, so one tells the two forms apart.
    private string Named(string prefix, IReadOnlyCollection<string> values)
    {
        var qualified = values.Where(value => value.Contains('/', StringComparison.Ordinal)).ToList();
        var alternatives = new List<string>();
        if (qualified.Count < values.Count) alternatives.Add($"a.name IN {Rows($"{prefix}applications", [.. values.Except(qualified)])}");
        if (qualified.Count > 0) alternatives.Add($"a.namespace || '/' || a.name IN {Rows($"{prefix}qualified", qualified)}");
        return $"({string.Join(" OR ", alternatives)})";
    }

    private void AddRepositories(IReadOnlyList<string> values)
    {
        if (values.Count == 0) return;
        var rows = Rows("repositories", values);
        _conditions.Add($"""
            EXISTS (
                    SELECT 1 FROM application_sources s WHERE s.application_id = a.id
                    AND (s.repo_url IN {rows} OR s.repository_id IN (SELECT r.id FROM repositories r WHERE r.name IN {rows})))
            """);
    }

    private string Rows(string name, IReadOnlyCollection<string> values) => _conditions.Rows(name, values, "app_");
}
