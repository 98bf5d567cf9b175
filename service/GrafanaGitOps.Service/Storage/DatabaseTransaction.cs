using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage;

/// <summary>A transaction, and the ways to ask in it. Cancelling the token with which it began interrupts the statement that runs.</summary>
internal sealed class DatabaseTransaction(
    Engine engine, DbTransaction transaction, ConnectionLease lease, CancellationToken cancellationToken) : IAsyncDisposable
{
    /// <summary>What differs between the databases in the text of a statement and in its parameters.</summary>
    public Dialect Dialect => engine.Dialect;

    /// <summary>The driver's own.</summary>
    public DbTransaction Inner => transaction;

    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>All rows, mapped by Dapper: columns to properties by name.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await GuardAsync(lease.Connection.QueryAsync<T>(Command(sql, parameters)))).AsList();

    /// <summary>The same of rows that are two objects.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="map">Makes one of both; the second is null where its first column is.</param>
    /// <param name="second">The column with which the second begins.</param>
    /// <param name="parameters">The values.</param>
    public async Task<List<T>> QueryAsync<TFirst, TSecond, T>(
        string sql, Func<TFirst, TSecond, T> map, string second, object? parameters = null) =>
        (await GuardAsync(lease.Connection.QueryAsync(Command(sql, parameters), map, second))).AsList();

    /// <summary>The first column of the first row.</summary>
    public Task<T?> ScalarAsync<T>(string sql, object? parameters = null) =>
        GuardAsync(lease.Connection.ExecuteScalarAsync<T>(Command(sql, parameters)));

    /// <summary>The number of rows that changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) =>
        GuardAsync(lease.Connection.ExecuteAsync(Command(sql, parameters)));

    /// <summary>One row after the other, read by place: for statements of so many rows that Dapper's mapping would be felt.</summary>
    public async IAsyncEnumerable<StoredRow> RowsAsync(string sql, object? parameters = null)
    {
        var reader = await GuardAsync(lease.Connection.ExecuteReaderAsync(Command(sql, parameters)));
        try
        {
            var row = engine.Row(reader);
            while (await StepAsync(reader))
            {
                // The drivers do not look while they have rows at hand.
                cancellationToken.ThrowIfCancellationRequested();
                yield return row;
            }
        }
        finally
        {
            await reader.DisposeAsync();
            // Dapper's reader gives up its command here alone: SQLite's statement would stay open until the garbage collector finds it.
#pragma warning disable CA1849, VSTHRD103
            reader.Dispose();
#pragma warning restore CA1849, VSTHRD103
        }
    }

    /// <summary>Runs the statement for each of the rows.</summary>
    public Task RunAsync<TRow>(RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows) =>
        rows.Count == 0 ? Task.CompletedTask : engine.Bulk.RunAsync(transaction, statement, rows, cancellationToken);

    /// <summary>Ids for rows that are inserted in this transaction, so that rows which name them can be made before.</summary>
    public Task<IReadOnlyList<long>> ReserveIdsAsync(string table, int count) => engine.Bulk.ReserveIdsAsync(this, table, count);

    /// <inheritdoc cref="BulkWriter.PrepareMonthsAsync" />
    public Task PrepareMonthsAsync(string table, IEnumerable<DateTimeOffset> moments) => engine.Bulk.PrepareMonthsAsync(this, table, moments);

    /// <inheritdoc cref="BulkWriter.DropMonthsAsync" />
    public Task<int> DropMonthsAsync(string table, DateTimeOffset before) => engine.Bulk.DropMonthsAsync(this, table, before);

    /// <summary>Adds commits that are not there yet.</summary>
    public Task<AppendResult> AppendAsync(long repositoryId, IReadOnlyList<CommitRecord> commits) =>
        engine.Bulk.AppendAsync(transaction, repositoryId, commits, cancellationToken);

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await lease.DisposeAsync();
    }

    private CommandDefinition Command(string sql, object? parameters) => new(sql, parameters, transaction, cancellationToken: cancellationToken);

    private async Task<T> GuardAsync<T>(Task<T> statement)
    {
        try
        {
            return await statement;
        }
        catch (DbException cause) when (IsCancelled(cause))
        {
            throw Cancelled(cause);
        }
    }

    // Not by way of a task, of which each row would need one.
    private async ValueTask<bool> StepAsync(DbDataReader reader)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken);
        }
        catch (DbException cause) when (IsCancelled(cause))
        {
            throw Cancelled(cause);
        }
    }

    private bool IsCancelled(DbException cause) => cancellationToken.IsCancellationRequested && engine.IsInterruption(cause);

    private OperationCanceledException Cancelled(DbException cause) => new("The reading was cancelled.", cause, cancellationToken);
}
