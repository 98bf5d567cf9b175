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
        foreach (var dimension in ApplicationDimension.All) Add(dimension, new NameChoice(dimension.Asked(filter)));
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

    private void Add(ApplicationDimension dimension, NameChoice choice)
    {
        if (choice.Wanted.Count > 0) _conditions.Add(In(dimension, dimension.Column, "", choice.Wanted));
        if (choice.Unwanted.Count > 0) _conditions.Add($"NOT {In(dimension, $"coalesce({dimension.Column}, '')", "not_", choice.Unwanted)}");
    }

    private string In(ApplicationDimension dimension, string column, string prefix, HashSet<string> values)
    {
        var qualified = dimension.Qualified is null ? [] : values.Where(NameChoice.IsQualified).ToList();
        var alternatives = new List<string>();
        if (qualified.Count < values.Count) alternatives.Add($"{column} IN {Rows(prefix + dimension.List, [.. values.Except(qualified)])}");
        if (qualified.Count > 0) alternatives.Add($"{dimension.Qualified!.Value.Column} IN {Rows($"{prefix}qualified", qualified)}");
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
