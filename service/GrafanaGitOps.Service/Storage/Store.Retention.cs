using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Forgets sync attempts that began before the moment and states that had ended by then, and applications that were deleted before it.
    /// Each application keeps its last deployment and what still runs. Other writers get their turn between small transactions.
    /// </summary>
    public async Task<ForgottenRows> ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var events = await RemoveAllAsync(before, part => part.RemoveEventsAsync(), cancellationToken);
        var applications = await RemoveAllAsync(before, part => part.RemoveApplicationsAsync(), cancellationToken);
        var states = 0L;
        for (long? last = 0; last is { } after;)
        {
            states += await RemoveAsync(
                before,
                async part =>
                {
                    (last, var removed) = await part.RemoveStatesAsync(after);
                    return removed;
                },
                cancellationToken);
        }

        return new ForgottenRows(events, states, applications);
    }

    /// <summary>How many applications each operator of each cluster has, and how many sync attempts are recorded.</summary>
    public async Task<LedgerCounts> ReadLedgerCountsAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var applications = await lease.Connection.QueryAsync<(string, string, long)>(Command(
            """
            SELECT cluster, operator, count(*) FROM applications WHERE deleted_at IS NULL
            GROUP BY cluster, operator ORDER BY cluster, operator
            """, null, null, cancellationToken));
        var events = await lease.Connection.ExecuteScalarAsync<long>(
            Command("SELECT sync_events FROM ledger", null, null, cancellationToken));
        return new LedgerCounts([.. applications.Select(row => new ApplicationCount(row.Item1, row.Item2, row.Item3))], events);
    }

    private async Task<long> RemoveAllAsync(
        DateTimeOffset before, Func<LedgerRetention, Task<int>> remove, CancellationToken cancellationToken)
    {
        var all = 0L;
        for (int removed; (removed = await RemoveAsync(before, remove, cancellationToken)) > 0;) all += removed;
        return all;
    }

    private Task<int> RemoveAsync(DateTimeOffset before, Func<LedgerRetention, Task<int>> remove, CancellationToken cancellationToken) =>
        WriteAsync(
            async transaction =>
            {
                var removed = await remove(new LedgerRetention(_dialect, transaction, before, cancellationToken));
                return (removed, removed > 0 ? WriteEffect.Answers : WriteEffect.None);
            },
            cancellationToken);

    private static Task<int> CountEventsAsync(DbTransaction transaction, int added, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteAsync(
            Command("UPDATE ledger SET sync_events = sync_events + @added", new { added }, transaction, cancellationToken));
}
