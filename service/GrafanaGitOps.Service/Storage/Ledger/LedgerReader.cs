using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>Reads what a batch is compared with.</summary>
internal sealed class LedgerReader(DatabaseTransaction transaction, TimeSpan keep)
{
    private readonly LedgerSql _sql = transaction.Dialect.Ledger;

    public async Task<Dictionary<ApplicationId, ApplicationEntry>> LoadAsync(IReadOnlyList<ApplicationChange> changes)
    {
        var entries = changes.Select(change => change.Application).Distinct().ToDictionary(id => id, id => new ApplicationEntry(id, keep));
        await LoadApplicationsAsync(entries);
        var known = entries.Values.Where(entry => entry.Stored is not null).ToDictionary(entry => entry.Stored!.Id);
        if (known.Count == 0) return entries;

        await LoadSourcesAsync(known);
        await LoadStatesAsync(known, changes.Where(change => entries[change.Application].MayChangeState(change))
            .Select(change => entries[change.Application].Stored!.Id).ToHashSet());
        foreach (var row in await transaction.QueryAsync<SyncEventRow>(_sql.RunningEvents, new { ids = transaction.Dialect.Ids(known.Keys) }))
            known[row.ApplicationId].Syncs.Load(new SyncEntry(row, known[row.ApplicationId].Application));
        await LoadEventsAsync(known, changes.SelectMany(change => change.Observation?.Attempts ?? [], (change, attempt) =>
            (Entry: entries[change.Application], Attempt: attempt)).Where(seen => seen.Entry.Stored is not null).ToList());
        return entries;
    }

    /// <summary>Loads what deployments are marked by: each application's successful syncs from the one before the moment on.</summary>
    public Task LoadCountingEventsAsync(
        IReadOnlyDictionary<long, ApplicationEntry> entries, IEnumerable<(long Application, long From)> moments) =>
        LoadEventsAsync(entries, _sql.CountingEvents, moments.Select(moment => (moment.Application, Text(moment.From))));

    private async Task LoadApplicationsAsync(Dictionary<ApplicationId, ApplicationEntry> entries)
    {
        var keys = StoredLists.Tuples(entries.Keys.Select(id => new[] { id.Cluster, id.Operator, id.Kind, id.Namespace, id.Name }));
        foreach (var row in await transaction.QueryAsync<ApplicationRow>(_sql.Applications, new { keys })) entries[row.Application].Load(row);
    }

    private async Task LoadSourcesAsync(Dictionary<long, ApplicationEntry> entries)
    {
        var rows = await transaction.QueryAsync<SourceRow>(_sql.Sources, new { ids = transaction.Dialect.Ids(entries.Keys) });
        foreach (var sources in rows.GroupBy(row => row.ApplicationId)) entries[sources.Key].Load([.. sources]);
    }

    private async Task LoadStatesAsync(Dictionary<long, ApplicationEntry> entries, HashSet<long> changing)
    {
        if (changing.Count == 0) return;
        foreach (var row in await transaction.QueryAsync<StateChangeRow>(_sql.StatesBeforeLast, new { ids = transaction.Dialect.Ids(changing) }))
        {
            var entry = entries[row.ApplicationId];
            (row.Dimension == StateChangeRow.Sync ? entry.Sync : entry.Health).Load(row);
        }
    }

    /// <summary>The attempts that were seen, and for those that may repeat another one, the one before.</summary>
    private async Task LoadEventsAsync(Dictionary<long, ApplicationEntry> entries, List<(ApplicationEntry Entry, SyncAttempt Attempt)> seen)
    {
        var keyed = seen.ConvertAll(item => (item.Entry, item.Attempt, Keys: SyncKey.AllOf(item.Attempt)));
        await LoadEventsAsync(entries, _sql.Events, keyed.SelectMany(item => item.Keys.Select(key => (item.Entry.Stored!.Id, SyncKey.Hex(key)))));
        var perhapsRepeated = keyed.Where(item => item.Attempt.IsRepeatable && !item.Keys.Any(item.Entry.Syncs.Knows));
        await LoadEventsAsync(entries, _sql.EventsBefore, perhapsRepeated.Select(item =>
            (item.Entry.Stored!.Id, Text(item.Attempt.Started.NotAfter.ToUnixTimeMilliseconds()))));
    }

    private async Task LoadEventsAsync(
        IReadOnlyDictionary<long, ApplicationEntry> entries, string sql, IEnumerable<(long Application, string Value)> wanted)
    {
        var keys = wanted.Distinct().Select(item => new[] { Text(item.Application), item.Value }).ToList();
        if (keys.Count == 0) return;
        foreach (var row in await transaction.QueryAsync<SyncEventRow>(sql, new { keys = StoredLists.Tuples(keys) }))
            entries[row.ApplicationId].Syncs.Load(new SyncEntry(row, entries[row.ApplicationId].Application));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
