using System.Globalization;
using System.Text;
using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>All that the ledger has of applications as text, without what depends on how looks came in batches: ids and versions.</summary>
internal static class LedgerDump
{
    private static readonly string[] Hidden = ["id", "application_id", "changed_in", "looked_in", "deployment_id", "hash", "results_hash"];

    private static readonly (string Title, string Sql)[] Tables =
    [
        ("application", """
            SELECT a.cluster AS first, a.name AS second, a.*, r.resources,
                (SELECT e.revision FROM sync_events e WHERE e.id = a.deployment_id) AS deployed
            FROM applications a LEFT JOIN application_resources r ON r.application_id = a.id ORDER BY a.cluster, a.namespace, a.name
            """),
        ("source", """
            SELECT a.name AS first, s.position AS second, s.* FROM application_sources s JOIN applications a ON a.id = s.application_id
            ORDER BY a.cluster, a.namespace, a.name, s.position
            """),
        ("state", """
            SELECT a.name AS first, s.dimension AS second, s.* FROM state_changes s JOIN applications a ON a.id = s.application_id
            ORDER BY a.cluster, a.namespace, a.name, s.dimension, s.changed_at
            """),
        ("sync", """
            SELECT a.name AS first, '' AS second, e.* FROM sync_events e JOIN applications a ON a.id = e.application_id
            ORDER BY a.cluster, a.namespace, a.name, e.started_at, e.key
            """),
    ];

    public static async Task<string> ReadAsync(Store store)
    {
        var text = new StringBuilder();
        await using var lease = await store.Database.Engine.OpenReaderAsync(CancellationToken.None);
        foreach (var (title, sql) in Tables)
        {
            foreach (IDictionary<string, object?> row in await lease.Connection.QueryAsync(sql))
            {
                text.Append($"{title} {row["first"]} {row["second"]}".TrimEnd()).Append('\n');
                foreach (var (column, value) in row.Skip(2).Where(cell => cell.Value is not null && !Hidden.Contains(cell.Key)))
                    text.Append("    ").Append(column).Append(": ").Append(Show(column, value!)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Show(string column, object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        long number when IsMoment(column) =>
            DateTimeOffset.FromUnixTimeMilliseconds(number).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static bool IsMoment(string column) =>
        column.EndsWith("_at", StringComparison.Ordinal) || column.EndsWith("_since", StringComparison.Ordinal)
        || column.EndsWith("_before", StringComparison.Ordinal)
        || column is "first_seen" or "last_looked" or "operation_started" or "operation_finished";
}
