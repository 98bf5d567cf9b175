using System.Text;
using Dapper;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Distinct values in the given repositories (all when empty) that contain the text, most used first for authors and scopes, else sorted.</summary>
    public async Task<IReadOnlyList<string>> ReadValuesAsync(
        ValueKind kind, IReadOnlyList<string> repositories, string? search, int limit, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("kind", (long)kind);
        parameters.Add("limit", Math.Clamp(limit, 0, StorageLimits.Rows));
        var inRepositories = "";
        if (repositories.Count > 0)
        {
            inRepositories = $"AND r.name IN {_dialect.Rows("@repositories")}";
            parameters.Add("repositories", _dialect.List(repositories));
        }

        var matches = "";
        if (!string.IsNullOrEmpty(search))
        {
            var text = StoredText.Clean(search, StorageLimits.Search);
            matches = $"WHERE {_dialect.Contains("value", "@search", Ascii.IsValid(text))}";
            parameters.Add("search", _dialect.SearchPattern(text, Ascii.IsValid(text)));
        }

        var sql = $"""
            SELECT value FROM ({Values(kind, inRepositories)}) AS v {matches}
            GROUP BY value ORDER BY {(kind is ValueKind.Author or ValueKind.Scope ? "sum(uses) DESC, value" : "value")} LIMIT @limit
            """;
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return (await lease.Connection.QueryAsync<string>(Command(sql, parameters, null, cancellationToken))).AsList();
    }

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
