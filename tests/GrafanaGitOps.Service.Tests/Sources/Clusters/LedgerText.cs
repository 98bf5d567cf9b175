using System.Globalization;
using System.Text;
using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>The ledger's applications as short text that people can read; moments that differ from run to run have names.</summary>
internal sealed class LedgerText(Store store)
{
    private readonly Dictionary<long, string> _moments = [];
    private readonly Dictionary<long, string> _bounds = [];

    /// <summary>Applications that are in their clusters.</summary>
    public static async Task<IReadOnlyList<(string Name, SyncStatus Sync)>> ApplicationsAsync(Store store)
    {
        await using var lease = await store.Database.Engine.OpenReaderAsync(CancellationToken.None);
        var rows = await lease.Connection.QueryAsync<(string, long)>(
            "SELECT name, sync FROM applications WHERE deleted_at IS NULL ORDER BY cluster, kind, namespace, name");
        return [.. rows.Select(row => (row.Item1, (SyncStatus)row.Item2))];
    }

    /// <summary>Gives a moment a name.</summary>
    public void Name(DateTimeOffset moment, string name) => _moments[moment.ToUnixTimeMilliseconds()] = name;

    /// <summary>Gives a moment a name where it is the earliest that something can have happened.</summary>
    public void NameBound(DateTimeOffset moment, string name) => _bounds[moment.ToUnixTimeMilliseconds()] = name;

    public async Task<string> ReadAsync()
    {
        await using var lease = await store.Database.Engine.OpenReaderAsync(CancellationToken.None);
        var text = new StringBuilder();
        foreach (IDictionary<string, object?> row in await lease.Connection.QueryAsync(
            """
            SELECT a.*, (SELECT e.revision FROM sync_events e WHERE e.id = a.deployment_id) AS deployed
            FROM applications a ORDER BY cluster, operator, kind, namespace, name
            """))
        {
            text.Append(CultureInfo.InvariantCulture, $"{row["kind"]} {row["namespace"]}/{row["name"]} of {row["cluster"]}{Gone(row)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  {row["environment"] ?? "no environment"}, {(SyncStatus)(long)row["sync"]!}, ");
            text.Append(CultureInfo.InvariantCulture, $"{(HealthStatus)(long)row["health"]!}, deployed {Text(row["deployed"])}\n");
            await AppendAsync("application_sources", "position", Source);
            await AppendAsync("state_changes", "dimension, changed_at", State);
            await AppendAsync("sync_events", "started_at, id", Sync);

            async Task AppendAsync(string table, string order, Func<IDictionary<string, object?>, string> describe)
            {
                var rows = await lease.Connection.QueryAsync($"SELECT * FROM {table} WHERE application_id = @id ORDER BY {order}", new { id = row["id"] });
                foreach (IDictionary<string, object?> part in rows) text.Append(CultureInfo.InvariantCulture, $"  {describe(part)}\n");
            }
        }

        return text.ToString();
    }

    private static string Source(IDictionary<string, object?> row) =>
        $"source {row["repo_url"] ?? "?"} {row["path"] ?? row["chart"]} desired {Text(row["desired"])} deployed {Text(row["deployed"])}{Notice(row)}";

    private string Gone(IDictionary<string, object?> row) =>
        row["deleted_at"] is null ? "" : $", gone {Moment(row["deleted_not_before"], row["deleted_at"])}";

    private static string Notice(IDictionary<string, object?> source) => source["notice"] is { } notice ? $" ({notice})" : "";

    private string State(IDictionary<string, object?> row)
    {
        var state = ((long)row["dimension"]!, (long)row["state"]!) switch
        {
            (0, -1) => "sync ends",
            (1, -1) => "health ends",
            (0, var sync) => $"sync {(SyncStatus)sync}",
            (_, var health) => $"health {(HealthStatus)health}",
        };
        return $"{state} {Moment(row["changed_not_before"], row["changed_at"])}";
    }

    private string Sync(IDictionary<string, object?> row)
    {
        var finished = row["finished_at"] is null ? "open" : $"to {Moment(row["finished_not_before"], row["finished_at"])}";
        return $"{(SyncKind)(long)row["kind"]!} {(SyncPhase)(long)row["phase"]!} of {Text(row["revision"])} "
            + $"{Moment(row["started_not_before"], row["started_at"])} {finished}, from {(SeenIn)(long)row["seen_in"]!}{((long)row["deployment"]! == 1 ? ", deployment" : "")}";
    }

    private string Moment(object? notBefore, object? notAfter) =>
        Equals(notBefore, notAfter) ? $"at {Time(notAfter)}"
        : notBefore is null ? $"before {Time(notAfter)}"
        : $"between {(_bounds.TryGetValue((long)notBefore, out var name) ? name : Time(notBefore))} and {Time(notAfter)}";

    private string Time(object? value) => value is not long number ? "?"
        : _moments.TryGetValue(number, out var name) ? name
        : DateTimeOffset.FromUnixTimeMilliseconds(number).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Text(object? revision) => revision is string { Length: > 0 } text ? text : "nothing";
}
