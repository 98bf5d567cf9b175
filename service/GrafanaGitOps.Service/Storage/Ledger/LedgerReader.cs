using System.Data.Common;
using System.Globalization;
using Dapper;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>Reads what a batch is compared with, by one statement a table.</summary>
internal sealed class LedgerReader(Dialect dialect, DbTransaction transaction, CancellationToken cancellationToken)
{
    private static readonly string EventColumns = SyncEventTable.All.Select("e");

    public async Task<Dictionary<ApplicationId, ApplicationEntry>> LoadAsync(IReadOnlyList<ApplicationChange> changes)
    {
        var entries = changes.Select(change => change.Application).Distinct().ToDictionary(id => id, id => new ApplicationEntry(id));
        foreach (var row in await ReadApplicationsAsync(entries.Keys)) entries[row.Application].Load(row);
        var known = entries.Values.Where(entry => entry.Stored is not null).ToDictionary(entry => entry.Stored!.Id);
        if (known.Count == 0) return entries;

        await LoadSourcesAsync(known);
        await LoadStatesAsync(known, changes.Where(change => entries[change.Application].MayChangeState(change))
            .Select(change => entries[change.Application].Stored!.Id).ToHashSet());
        var seen = changes.SelectMany(change => change.Observation?.Attempts ?? [], (change, attempt) => (entries[change.Application].Stored?.Id, attempt))
            .Where(item => item.Id is not null).Select(item => (Id: item.Id!.Value, Attempt: item.attempt, Key: SyncKey.Of(item.attempt))).ToList();
        await LoadEventsAsync(known, "e.key = " + dialect.FromHex("k.c1"), seen.Select(item => (item.Id, SyncKey.Hex(item.Key))));
        await LoadEventsAsync(known, NearestBefore, seen.Where(item => item.Attempt.IsRepeatable && !known[item.Id].Syncs.Knows(item.Key))
            .Select(item => (item.Id, Text(item.Attempt.Started.NotAfter.ToUnixTimeMilliseconds()))));
        return entries;
    }

    /// <summary>Loads what deployments are marked by: each application's successful syncs from the one before the moment on.</summary>
    public Task LoadSyncsFromAsync(IReadOnlyDictionary<long, ApplicationEntry> entries, IEnumerable<(long Id, long From)> moments) =>
        LoadEventsAsync(entries, SuccessfulFromTheOneBefore, moments.Select(moment => (moment.Id, Text(moment.From))));

    private const string NearestBefore =
        """
        e.id = coalesce(
            (SELECT b.id FROM sync_events b WHERE b.application_id = e.application_id AND b.started_at <= CAST(k.c1 AS bigint)
                ORDER BY b.started_at DESC, b.key DESC LIMIT 1),
            (SELECT b.id FROM sync_events b WHERE b.application_id = e.application_id ORDER BY b.started_at, b.key LIMIT 1))
        """;

    // What Deployments.Counts says, in SQL.
    private static readonly string SuccessfulFromTheOneBefore =
        $"""
        {Successful("e")} AND e.started_at >= coalesce(
            (SELECT b.started_at FROM sync_events b WHERE b.application_id = CAST(k.c0 AS bigint) AND b.started_at < CAST(k.c1 AS bigint)
                AND {Successful("b")} ORDER BY b.started_at DESC LIMIT 1), CAST(k.c1 AS bigint))
        """;

    private static string Successful(string table) => string.Create(CultureInfo.InvariantCulture,
        $"{table}.phase = {(int)SyncPhase.Succeeded} AND {table}.complete = 1 AND {table}.kind <> {(int)SyncKind.DryRun} AND {table}.revision IS NOT NULL");

    private Task<IEnumerable<ApplicationRow>> ReadApplicationsAsync(IEnumerable<ApplicationId> ids) => QueryAsync<ApplicationRow>(
        $"""
        SELECT {ApplicationTable.All.Select("a")}, r.application_id AS ResourcesOf, r.hash AS Hash FROM {dialect.Tuples("@keys", 5)} AS k CROSS JOIN applications a
        LEFT JOIN application_resources r ON r.application_id = a.id
        WHERE a.cluster = k.c0 AND a.operator = k.c1 AND a.kind = k.c2 AND a.namespace = k.c3 AND a.name = k.c4
        """,
        new { keys = StoredLists.Tuples(ids.Select(id => new[] { id.Cluster, id.Operator, id.Kind, id.Namespace, id.Name })) });

    private async Task LoadSourcesAsync(Dictionary<long, ApplicationEntry> entries)
    {
        var rows = await QueryAsync<SourceRow>(
            $"""
            SELECT {SourceRow.All.Select("s")} FROM {dialect.IdRows("@ids")} AS k CROSS JOIN application_sources s
            WHERE s.application_id = k.value ORDER BY s.application_id, s.position
            """, new { ids = dialect.Ids(entries.Keys) });
        foreach (var sources in rows.GroupBy(row => row.ApplicationId)) entries[sources.Key].Load([.. sources]);
    }

    /// <summary>The changes before the last ones, which the rows of the applications tell.</summary>
    private async Task LoadStatesAsync(Dictionary<long, ApplicationEntry> entries, HashSet<long> changing)
    {
        if (changing.Count == 0) return;
        var rows = await QueryAsync<StateChangeRow>(
            $"""
            SELECT {StateChangeRow.All.Select("s")} FROM {dialect.IdRows("@ids")} AS k
            CROSS JOIN (SELECT {StateChangeRow.Sync} AS dimension UNION ALL SELECT {StateChangeRow.Health}) AS d CROSS JOIN state_changes s
            WHERE s.application_id = k.value AND s.dimension = d.dimension AND s.changed_at = (
                SELECT b.changed_at FROM state_changes b WHERE b.application_id = k.value AND b.dimension = d.dimension
                ORDER BY b.changed_at DESC LIMIT 1 OFFSET 1)
            """, new { ids = dialect.Ids(changing) });
        foreach (var row in rows)
        {
            var entry = entries[row.ApplicationId];
            (row.Dimension == StateChangeRow.Sync ? entry.Sync : entry.Health).Load(row);
        }
    }

    private async Task LoadEventsAsync(
        IReadOnlyDictionary<long, ApplicationEntry> entries, string condition, IEnumerable<(long Application, string Value)> wanted)
    {
        var keys = wanted.Distinct().Select(item => new[] { Text(item.Application), item.Value }).ToList();
        if (keys.Count == 0) return;
        var rows = await QueryAsync<SyncEventRow>(
            $"""
            SELECT {EventColumns} FROM {dialect.Tuples("@keys", 2)} AS k CROSS JOIN sync_events e
            WHERE e.application_id = CAST(k.c0 AS bigint) AND {condition}
            """, new { keys = StoredLists.Tuples(keys) });
        foreach (var row in rows) entries[row.ApplicationId].Syncs.Load(new SyncEntry(row, entries[row.ApplicationId].Application));
    }

    private Task<IEnumerable<T>> QueryAsync<T>(string sql, object parameters) =>
        transaction.Connection!.QueryAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
