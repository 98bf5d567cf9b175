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
    public static async Task<IReadOnlyList<(string Name, string Uid, SyncStatus Sync, HealthStatus Health)>> ApplicationsAsync(Store store)
    {
        await using var lease = await store.Dialect.OpenReaderAsync(CancellationToken.None);
        var rows = await lease.Connection.QueryAsync<(string, string, long, long)>(
            "SELECT name, uid, sync, health FROM applications WHERE deleted_at IS NULL ORDER BY cluster, kind, namespace, name");
        return [.. rows.Select(row => (row.Item1, row.Item2, (SyncStatus)row.Item3, (HealthStatus)row.Item4))];
    }

    /// <summary>Gives a moment a name.</summary>
    public void Name(DateTimeOffset moment, string name) => _moments[moment.ToUnixTimeMilliseconds()] = name;

    /// <summary>Gives a moment a name where it is the earliest that something can have happened.</summary>
    public void NameBound(DateTimeOffset moment, string name) => _bounds[moment.ToUnixTimeMilliseconds()] = name;

    public async Task<string> ReadAsync()
    {
        await using var lease = await store.Dialect.OpenReaderAsync(CancellationToken.None);
        var text = new StringBuilder();
        foreach (IDictionary<string, object?> row in await lease.Connection.QueryAsync(
            """
            SELECT a.*, (SELECT e.revision FROM sync_events e WHERE e.id = a.deployment_id) AS deployed
            FROM applications a ORDER BY cluster, operator, kind, namespace, name
            """))
        {
            text.Append(CultureInfo.InvariantCulture, $"{row["kind"]} {row["namespace"]}/{row["name"]} of {row["cluster"]}{Gone(row)}\n");
            text.Append(CultureInfo.InvariantCulture, $"  {row["environment"] ?? "no environment"}, {(SyncStatus)(long)row["sync"]!}, {(HealthStatus)(long)row["health"]!}, deployed {Short(row["deployed"])}\n");
            foreach (IDictionary<string, object?> source in await lease.Connection.QueryAsync("SELECT * FROM application_sources WHERE application_id = @id ORDER BY position", new { id = row["id"] }))
                text.Append(CultureInfo.InvariantCulture, $"  source {source["repo_url"] ?? "?"} {source["path"] ?? source["chart"]} desired {Short(source["desired"])} deployed {Short(source["deployed"])}{Notice(source)}\n");
            foreach (IDictionary<string, object?> state in await lease.Connection.QueryAsync("SELECT * FROM state_changes WHERE application_id = @id ORDER BY dimension, changed_at", new { id = row["id"] }))
                text.Append(CultureInfo.InvariantCulture, $"  {State(state)} {Moment(state["changed_not_before"], state["changed_at"])}\n");
            foreach (IDictionary<string, object?> sync in await lease.Connection.QueryAsync("SELECT * FROM sync_events WHERE application_id = @id ORDER BY started_at, id", new { id = row["id"] }))
                text.Append(CultureInfo.InvariantCulture, $"  {Sync(sync)}\n");
        }

        return text.ToString();
    }

    private string Gone(IDictionary<string, object?> row) =>
        row["deleted_at"] is null ? "" : $", gone {Moment(row["deleted_not_before"], row["deleted_at"])}";

    private static string Notice(IDictionary<string, object?> source) => source["notice"] is { } notice ? $" ({notice})" : "";

    private static string State(IDictionary<string, object?> row) => ((long)row["dimension"]!, (long)row["state"]!) switch
    {
        (0, -1) => "sync ends",
        (1, -1) => "health ends",
        (0, var state) => $"sync {(SyncStatus)state}",
        (_, var state) => $"health {(HealthStatus)state}",
    };

    private string Sync(IDictionary<string, object?> row)
    {
        var finished = row["finished_at"] is null ? "open" : $"to {Moment(row["finished_not_before"], row["finished_at"])}";
        return $"{(SyncKind)(long)row["kind"]!} {(SyncPhase)(long)row["phase"]!} of {Short(row["revision"])} {Moment(row["started_not_before"], row["started_at"])} "
            + $"{finished}, from {(SeenIn)(long)row["seen_in"]!}{((long)row["deployment"]! == 1 ? ", deployment" : "")}";
    }

    private string Moment(object? notBefore, object? notAfter) =>
        Equals(notBefore, notAfter) ? $"at {Time(notAfter)}"
        : notBefore is null ? $"before {Time(notAfter)}"
        : $"between {(_bounds.TryGetValue((long)notBefore, out var name) ? name : Time(notBefore))} and {Time(notAfter)}";

    private string Time(object? value) => value is not long number ? "?"
        : _moments.TryGetValue(number, out var name) ? name
        : DateTimeOffset.FromUnixTimeMilliseconds(number).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Revisions are stored with what they are made of; a few characters tell them apart.</summary>
    private static string Short(object? revision) => revision is string { Length: > 0 } text ? text.Length > 60 ? text[..60] : text : "nothing";
}
