using System.Text;
using Dapper;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>The SQL of a list of distinct values.</summary>
internal sealed class ValueQuery
{
    public ValueQuery(Dialect dialect, ValueKind kind, IReadOnlyList<string> repositories, string? search, int limit)
    {
        Parameters.Add("kind", (long)kind);
        Parameters.Add("limit", Math.Clamp(limit, 0, StorageLimits.Rows));
        var inRepositories = "";
        if (repositories.Count > 0)
        {
            inRepositories = $"AND r.name IN {dialect.Rows("@repositories")}";
            Parameters.Add("repositories", dialect.List(repositories));
        }

        var matches = "";
        if (!string.IsNullOrEmpty(search))
        {
            var text = StoredText.Clean(search, StorageLimits.Search);
            matches = $"WHERE {dialect.Contains("value", "@search", Ascii.IsValid(text))}";
            Parameters.Add("search", dialect.SearchPattern(text, Ascii.IsValid(text)));
        }

        Sql = $"""
            SELECT value FROM ({Values(kind, inRepositories)}) AS v {matches}
            GROUP BY value ORDER BY {(kind is ValueKind.Author or ValueKind.Scope ? "sum(uses) DESC, value" : "value")} LIMIT @limit
            """;
    }

    public string Sql { get; }

    public DynamicParameters Parameters { get; } = new();

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
