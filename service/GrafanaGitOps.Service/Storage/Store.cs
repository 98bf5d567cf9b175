using System.Data.Common;
using Dapper;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The ledger, in SQLite or PostgreSQL. A write that returned is durable; writing the same thing again changes nothing.</summary>
public sealed partial class Store : IAsyncDisposable
{
    private readonly Dialect _dialect;
    private readonly TimeSpan _keep;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _writing = new(1);
    private TaskCompletionSource _nextWrite = NewSignal();

    private Store(Dialect dialect, RetentionOptions retention, ILogger logger) => (_dialect, _keep, _logger) = (dialect, retention.SyncEvents, logger);

    /// <summary>The dialect, for tests that look at plans and at the schema.</summary>
    internal Dialect Dialect => _dialect;

    /// <summary>
    /// Grows with every committed write, by whichever process; answers cached at one version are true while it stands.
    /// Only the moments, durations and sizes of a <see cref="Events.RepositoryState"/> may change without it.
    /// </summary>
    public async ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return await lease.Connection.ExecuteScalarAsync<long>(Command("SELECT version FROM ledger", null, null, cancellationToken));
    }

    /// <summary>Bytes on disk.</summary>
    public async Task<long> GetSizeAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return await _dialect.GetSizeAsync(lease.Connection, cancellationToken);
    }

    /// <summary>
    /// Completes after the next committed write of this process, and of others while a candidate of <see cref="StandAsync"/> listens. Without
    /// one, the writes of others show in <see cref="GetVersionAsync"/>, which is cheap to poll.
    /// </summary>
    public Task WaitForWriteAsync(CancellationToken cancellationToken) => Volatile.Read(ref _nextWrite).Task.WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        await _dialect.DisposeAsync();
        _writing.Dispose();
        _statuses.Dispose();
    }

    /// <summary>Runs one write transaction; all of it is durable on return, or none of it happened.</summary>
    private async Task<T> WriteAsync<T>(Func<DbTransaction, Task<(T Result, WriteEffect Effect)>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var lease = await _dialect.OpenWriterAsync(cancellationToken);
            await using var transaction = await _dialect.BeginWriteAsync(lease.Connection, cancellationToken);
            var (result, effect) = await write(transaction);
            if (effect == WriteEffect.None)
            {
                _dialect.Forget();
                return result;
            }

            if (effect == WriteEffect.Answers)
                await PlainSql.ExecuteAsync(transaction, "UPDATE ledger SET version = version + 1", cancellationToken);
            await _dialect.AnnounceAsync(transaction, cancellationToken);

            // Not cancellable: a commit that was cut off would leave the caller not knowing.
            await transaction.CommitAsync(CancellationToken.None);
            SignalWrite();
            return result;
        }
        catch
        {
            _dialect.Forget();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    private static CommandDefinition Command(string sql, object? parameters, DbTransaction? transaction, CancellationToken cancellationToken) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private enum WriteEffect
    {
        /// <summary>Nothing new: nothing is committed.</summary>
        None,

        /// <summary>Committed and signalled, but answers cached before stay true.</summary>
        State,

        /// <summary>Answers may differ now.</summary>
        Answers,
    }
}
