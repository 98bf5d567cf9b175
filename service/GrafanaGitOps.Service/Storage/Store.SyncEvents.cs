using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Matching sync attempts, newest first (start, then number), streamed; at most the filter's limit. All rows are of one moment.
    /// A search reads the message of every attempt that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<SyncEvent> ReadSyncEventsAsync(
        SyncEventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var query = new SyncEventQuery(_dialect, filter, await FindApplicationsAsync(filter.Applications, transaction, cancellationToken));
        var rows = new SyncEventReader();
        await using var reader = await GuardAsync(() => OpenAsync(query, transaction, cancellationToken), cancellationToken);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            // The drivers do not look while they have rows at hand.
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Read(reader);
        }
    }

    private static async Task<DbDataReader> OpenAsync(SyncEventQuery query, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var connection = transaction.Connection!;
        var byApplication = false;
        if (query.Probe is { } probe)
        {
            var count = await connection.ExecuteScalarAsync<long>(Command(probe, query.Parameters, transaction, cancellationToken));
            byApplication = count <= StorageLimits.Candidates;
        }

        return await connection.ExecuteReaderAsync(Command(query.Sql(byApplication), query.Parameters, transaction, cancellationToken));
    }

    /// <summary>Ids of the applications; null when the filter leaves all.</summary>
    private async Task<IReadOnlyList<long>?> FindApplicationsAsync(
        ApplicationFilter filter, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        if (conditions.IsEmpty) return null;
        var ids = await transaction.Connection!.QueryAsync<long>(Command(conditions.Ids, parameters, transaction, cancellationToken));
        return ids.AsList();
    }
}
