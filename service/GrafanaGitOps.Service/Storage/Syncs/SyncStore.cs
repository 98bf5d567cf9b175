using System.Runtime.CompilerServices;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>What happened to applications: sync attempts, deployments and changes of state.</summary>
public sealed class SyncStore
{
    private readonly Database _database;
    private readonly ApplicationCache _applications;

    internal SyncStore(Database database, ApplicationCache applications) => (_database, _applications) = (database, applications);

    /// <summary>
    /// Matching sync attempts, newest first (start, then number); at most the filter's limit. Read in pages, so that memory does not
    /// grow with it; all rows are of one moment.
    /// A search reads the message of every attempt that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<SyncEvent> ReadAsync(SyncEventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        await foreach (var page in ReadPagesAsync(filter, transaction))
            foreach (var row in page) yield return row;
    }

    /// <summary>
    /// Matching deployments, failed ones too when the filter's scope says so, newest first by their start; at most the filter's limit.
    /// Read in pages, so that memory does not grow with the limit; all rows are of one moment.
    /// </summary>
    public async IAsyncEnumerable<DeploymentRow> ReadDeploymentsAsync(
        SyncEventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var transaction = await _database.BeginReadAsync(cancellationToken);
        await foreach (var page in ReadPagesAsync(filter, transaction))
        {
            var commits = new DeploymentCommitsReader();
            var events = _database.Dialect.Ids(DeploymentCommitsReader.Chosen(page));
            await foreach (var row in transaction.RowsAsync(DeploymentCommitsReader.Sql(_database.Dialect), new { events })) commits.Add(row);
            foreach (var row in page) yield return new DeploymentRow(row, commits.Find(row.Id));
        }
    }

    /// <summary>
    /// The states of matching applications over a time range. Applications that are not well now come first, then those that are, then
    /// deleted ones, each by name; at most the limit, and fewer when they changed more often than an answer can hold.
    /// </summary>
    public Task<TimelinePage> ReadTimelinesAsync(TimelineFilter filter, CancellationToken cancellationToken) =>
        _database.ReadAsync(transaction => TimelineReader.ReadAsync(transaction, filter), cancellationToken);

    /// <summary>How many sync attempts are recorded.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync(transaction => transaction.ScalarAsync<long>("SELECT sync_events FROM ledger"), cancellationToken);

    /// <summary>
    /// Forgets sync attempts that began before the moment and states that had ended by then, and applications that were deleted before it.
    /// Each application keeps its last deployment and what still runs. Other writers get their turn between small transactions.
    /// </summary>
    public async Task<ForgottenRows> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var events = await RemoveAllAsync(part => part.RemoveEventsAsync());
        var applications = await RemoveAllAsync(part => part.RemoveApplicationsAsync());
        var states = 0L;
        for (long? last = 0; last is { } after;)
        {
            states += await _database.WriteAsync(
                async transaction =>
                {
                    (last, var removed) = await new LedgerRetention(transaction, before).RemoveStatesAsync(after);
                    return (removed, removed > 0 ? WriteEffect.Answers : WriteEffect.None);
                },
                cancellationToken);
        }

        return new ForgottenRows(events, states, applications);

        Task<long> RemoveAllAsync(Func<LedgerRetention, Task<int>> remove) => _database.RemoveAllAsync(
            transaction => remove(new LedgerRetention(transaction, before)), WriteEffect.Answers, cancellationToken);
    }

    /// <summary>Pages, so that memory does not grow with the limit.</summary>
    private async IAsyncEnumerable<List<SyncEvent>> ReadPagesAsync(SyncEventFilter filter, DatabaseTransaction transaction)
    {
        var applications = await _applications.FindIdsAsync(filter.Applications, transaction);
        SyncEvent? last = null;
        for (var left = filter.Limit; left > 0;)
        {
            var part = filter with { Limit = Math.Min(left, StorageLimits.EventsOfPage) };
            var query = new SyncEventQuery(_database.Dialect, part, applications, last);
            var byApplication = query.Probe is { } probe
                && await transaction.ScalarAsync<long>(probe, query.Parameters) <= StorageLimits.Candidates;
            var rows = new SyncEventReader();
            await foreach (var row in transaction.RowsAsync(query.Sql(byApplication), query.Parameters)) rows.Add(row);
            yield return rows.Finish(await _applications.FindAsync(rows.Applications, transaction));
            if (rows.Count < part.Limit) yield break;
            left -= rows.Count;
            last = rows.Last;
        }
    }
}
