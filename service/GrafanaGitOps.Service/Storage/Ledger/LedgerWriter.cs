using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>Records looks at applications within the caller's transaction: reads what is known, lets the looks change it, writes what differs.</summary>
/// <param name="transaction">The transaction, which no other writer overlaps.</param>
/// <param name="version">What the ledger gets by it.</param>
/// <param name="keep">How long the ledger keeps sync attempts.</param>
internal sealed class LedgerWriter(DatabaseTransaction transaction, LedgerVersion version, TimeSpan keep)
{
    private readonly LedgerSql _sql = transaction.Dialect.Ledger;
    private readonly LedgerReader _reader = new(transaction, keep);

    /// <summary>Applications that are new or changed in what answers show.</summary>
    public int Applications { get; private set; }

    /// <summary>Sync attempts that are new.</summary>
    public int Attempts { get; private set; }

    /// <summary>Whether anything was written.</summary>
    public bool HasWritten { get; private set; }

    public async Task WriteAsync(IReadOnlyList<ApplicationChange> changes)
    {
        var entries = await _reader.LoadAsync(changes);
        foreach (var change in changes) entries[change.Application].Apply(change);
        var written = entries.Values.Where(entry => entry.Row is not null).Select(entry => new EntryWrite(entry)).ToList();
        await ReserveAsync("applications", written.FindAll(write => write.Entry.Stored is null), (write, id) => write.Id = id);
        await MarkDeploymentsAsync(written);
        var newSyncs = written.SelectMany(write => write.Entry.Syncs.Entries).Where(sync => sync.Id == 0).ToList();
        await ReserveAsync("sync_events", newSyncs, (sync, id) => sync.Id = id);
        foreach (var write in written) write.Compare(version);
        await WriteApplicationsAsync(written);
        await WriteEventsAsync(written);
        Applications += written.Count(write => write.IsShownChanged);
        Attempts += written.Sum(write => write.Events.New.Count);
    }

    private async Task MarkDeploymentsAsync(List<EntryWrite> written)
    {
        var moved = written.Where(write => write.Entry.Syncs.MarkFrom is not null).ToList();
        var known = moved.Where(write => write.Entry.Stored is not null).ToDictionary(write => write.Id, write => write.Entry);
        await _reader.LoadCountingEventsAsync(known, known.Select(entry => (entry.Key, entry.Value.Syncs.MarkFrom!.Value)).ToList());
        foreach (var write in moved) write.Entry.Syncs.MarkDeployments(write.Entry.Syncs.MarkFrom!.Value);
    }

    private async Task WriteApplicationsAsync(List<EntryWrite> written)
    {
        await RunAsync(ApplicationTable.Insert, written, write => write.Entry.Stored is null ? [write.Row] : []);
        await RunAsync(ApplicationTable.Update, written, write => write.IsKnownAndChanged ? [write.Row] : []);
        await RunAsync(ApplicationTable.Touch, written, write => write.IsLookedAtAlone ? [write.Row] : []);
        await RunAsync(ResourcesRow.Table.Insert, written, write => write.HasStoredResources ? [] : write.Resources);
        await RunAsync(ResourcesRow.Table.Update, written, write => write.HasStoredResources ? write.Resources : []);
        await RunAsync(SourceRow.Table.Delete, written, write => write.LostSources);
        await RunAsync(SourceRow.Table.Update, written, write => write.ChangedSources);
        await RunAsync(SourceRow.Table.Insert, written, write => write.NewSources);
        await RunAsync(StateChangeRow.Table.Delete, written, write => write.RemovedStates);
        await RunAsync(StateChangeRow.Table.Insert, written, write => write.AddedStates);
    }

    private async Task WriteEventsAsync(List<EntryWrite> written)
    {
        await RunAsync(SyncEventTable.Insert, written, write => write.Events.New);
        await RunAsync(SyncEventTable.Update, written, write => write.Events.Changed);
        await RunAsync(SyncEventTable.UpdateResults, written, write => write.Events.NewResults);
        var stale = written.SelectMany(write => write.Events.ForDelivery).ToList();
        await ExecuteAsync(_sql.ForgetDelivery, stale);
        await ExecuteAsync(_sql.RemoveDeployedCommits, stale);
        await ExecuteAsync(_sql.TimeDeployedCommits, [.. written.SelectMany(write => write.Events.OfOtherTime)]);
        var deployed = written.Where(write => write.Entry.Syncs.MarkFrom is not null).Select(write => write.Id).ToList();
        await ExecuteAsync(_sql.NameDeployments, deployed);
    }

    private async Task ReserveAsync<T>(string table, List<T> rows, Action<T, long> set)
    {
        if (rows.Count == 0) return;
        var ids = await transaction.ReserveIdsAsync(table, rows.Count);
        foreach (var (row, id) in rows.Zip(ids)) set(row, id);
    }

    private async Task RunAsync<TRow>(RowStatement<TRow> statement, List<EntryWrite> written, Func<EntryWrite, IEnumerable<TRow>> rows)
    {
        var all = written.SelectMany(rows).ToList();
        if (all.Count == 0) return;
        HasWritten = true;
        await transaction.RunAsync(statement, all);
    }

    private async Task ExecuteAsync(string sql, List<long> ids)
    {
        if (ids.Count > 0) await transaction.ExecuteAsync(sql, new { ids = transaction.Dialect.Ids(ids) });
    }
}
