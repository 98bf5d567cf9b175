using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Matching sync attempts, newest first (start, then number); at most the filter's limit. Read in pages, so that memory does not
    /// grow with it; all rows are of one moment.
    /// A search reads the message of every attempt that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<SyncEvent> ReadSyncEventsAsync(
        SyncEventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        await foreach (var page in ReadPagesAsync(filter, transaction, cancellationToken))
            foreach (var row in page) yield return row;
    }

    /// <summary>Pages, so that memory does not grow with the limit.</summary>
    private async IAsyncEnumerable<List<SyncEvent>> ReadPagesAsync(
        SyncEventFilter filter, DbTransaction transaction, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var applications = await FindIdsAsync(filter.Applications, transaction, cancellationToken);
        SyncEvent? last = null;
        for (var left = filter.Limit; left > 0;)
        {
            var part = filter with { Limit = Math.Min(left, StorageLimits.EventsOfPage) };
            var rows = await ReadPageAsync(new SyncEventQuery(_dialect, part, applications, last), transaction, cancellationToken);
            yield return rows.Finish(await FindStatusesAsync(rows.Applications, transaction, cancellationToken));
            if (rows.Count < part.Limit) yield break;
            left -= rows.Count;
            last = rows.Last;
        }
    }

    private async Task<SyncEventReader> ReadPageAsync(SyncEventQuery query, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var rows = new SyncEventReader();
        await GuardAsync(
            async () =>
            {
                await using var reader = await OpenAsync(query, transaction, cancellationToken);
                await ReadAllAsync(reader, rows.Add, cancellationToken);
                return true;
            },
            cancellationToken);
        return rows;
    }

    private async Task<RowReader> OpenAsync(SyncEventQuery query, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var byApplication = false;
        if (query.Probe is { } probe)
        {
            var count = await connection.ExecuteScalarAsync<long>(Command(probe, query.Parameters, transaction, cancellationToken));
            byApplication = count <= StorageLimits.Candidates;
        }

        return await RowReader.OpenAsync(_dialect, connection, Command(query.Sql(byApplication), query.Parameters, transaction, cancellationToken));
    }
}
