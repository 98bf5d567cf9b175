using Dapper;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>The SQL of a list of distinct values.</summary>
internal sealed class ValueQuery
{
    public ValueQuery(Dialect dialect, ValueKind kind, IReadOnlyList<string> repositories, string? search, int limit)
    {
        var conditions = new SqlConditions(dialect, limit);
        var inRepositories = repositories.Count == 0 ? "" : $"AND r.name IN {conditions.Rows("repositories", repositories)}";
        conditions.AddSearch(search, ["value"]);
        conditions.Parameters.Add("kind", (long)kind);
        Parameters = conditions.Parameters;
        Sql = $"""
            SELECT value FROM ({Values(kind, inRepositories)}) AS v WHERE {conditions.Sql}
            GROUP BY value ORDER BY {(kind is ValueKind.Author or ValueKind.Scope ? "sum(uses) DESC, value" : "value")} LIMIT @limit
            """;
    }

    public string Sql { get; }

    public DynamicParameters Parameters { get; }

    private static string Values(ValueKind kind, string inRepositories) => kind switch
    {
        ValueKind.Repository => $"SELECT r.name AS value, 1 AS uses FROM repositories r WHERE true {inRepositories}",
        ValueKind.Branch =>
            $"""
            SELECT b.name AS value, 1 AS uses FROM branches b JOIN repositories r ON r.id = b.repository_id
            WHERE b.head IS NOT NULL {inRepositories}
            """,
        _ =>
            $"""
            SELECT u.value, u.uses FROM value_uses u JOIN repositories r ON r.id = u.repository_id
            WHERE u.kind = @kind {inRepositories}
            """,
    };
}
