using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Matching commits, newest first (committer time, then object id), streamed; at most the filter's limit. All rows are of one moment.
    /// A search reads the messages of every commit that the other filters leave, so its time grows with the time range.
    /// </summary>
    public async IAsyncEnumerable<CommitRow> ReadCommitsAsync(CommitFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var applications = filter.Applications is { } of ? await FindApplicationsAsync(of, transaction, cancellationToken) ?? [] : null;
        var query = new CommitQuery(_dialect, filter, applications);
        var rows = new CommitRowReader(await ReadBranchNamesAsync(transaction, cancellationToken));
        await using var reader = await GuardAsync(() => OpenAsync(query, transaction, cancellationToken), cancellationToken);
        var row = _dialect.Row(reader);
        while (await GuardAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            // The drivers do not look while they have rows at hand.
            cancellationToken.ThrowIfCancellationRequested();
            yield return rows.Read(row);
        }
    }

    private static async Task<DbDataReader> OpenAsync(CommitQuery query, DbTransaction transaction, CancellationToken cancellationToken)
    {
        (int? Index, long Count) best = (null, StorageLimits.Candidates + 1);
        foreach (var (index, probe) in query.Probes.Index())
        {
            var count = await transaction.Connection!.ExecuteScalarAsync<long>(Command(probe, query.Parameters, transaction, cancellationToken));
            if (count < best.Count) best = (index, count);
        }

        return await transaction.Connection!.ExecuteReaderAsync(Command(query.Sql(best.Index), query.Parameters, transaction, cancellationToken));
    }

    private static async Task<Dictionary<long, string>> ReadBranchNamesAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var branches = await transaction.Connection!.QueryAsync<(long Id, string Name)>(
            Command("SELECT id, name FROM branches WHERE head IS NOT NULL", null, transaction, cancellationToken));
        return branches.ToDictionary(branch => branch.Id, branch => branch.Name);
    }

    /// <summary>Runs a statement and hands on each row, within a transaction.</summary>
    private async Task ReadAsync(
        string sql, DynamicParameters parameters, Action<StoredRow> row, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var command = Command(sql, parameters, transaction, cancellationToken);
        await GuardAsync(
            async () =>
            {
                await using var reader = await transaction.Connection!.ExecuteReaderAsync(command);
                await ReadAllAsync(reader, row, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private async Task ReadAllAsync(DbDataReader reader, Action<StoredRow> row, CancellationToken cancellationToken)
    {
        var current = _dialect.Row(reader);
        while (await reader.ReadAsync(cancellationToken))
        {
            // The drivers do not look while they have rows at hand.
            cancellationToken.ThrowIfCancellationRequested();
            row(current);
        }
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step();
        }
        catch (DbException cause) when (cancellationToken.IsCancellationRequested && _dialect.IsInterruption(cause))
        {
            throw new OperationCanceledException("The reading was cancelled.", cause, cancellationToken);
        }
    }
}
