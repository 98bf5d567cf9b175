using System.Data.Common;
using GrafanaGitOps.Service.Storage.Leading;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The database itself: SQLite or PostgreSQL.</summary>
/// <param name="dialect">How it is asked.</param>
/// <param name="bulk">How rows are written to it.</param>
internal abstract class Engine(Dialect dialect, BulkWriter bulk) : IAsyncDisposable
{
    public Dialect Dialect => dialect;

    public BulkWriter Bulk => bulk;

    /// <summary>The database as messages may name it: without credentials.</summary>
    public abstract string Name { get; }

    /// <summary>True where a writer shuts out every other one of the process, whatever it writes.</summary>
    public abstract bool HasOneWriter { get; }

    /// <summary>A connection for one reading; disposing the lease gives it back. Cancelling interrupts the statement that runs on it.</summary>
    public abstract ValueTask<ConnectionLease> OpenReaderAsync(CancellationToken cancellationToken);

    /// <summary>The connection for the one writing that the store lets run at a time.</summary>
    public abstract ValueTask<ConnectionLease> OpenWriterAsync(CancellationToken cancellationToken);

    /// <summary>Opens a connection of the kind, and a transaction on it.</summary>
    public async ValueTask<DatabaseTransaction> BeginAsync(TransactionKind kind, CancellationToken cancellationToken)
    {
        var lease = await (kind == TransactionKind.Read ? OpenReaderAsync(cancellationToken) : OpenWriterAsync(cancellationToken));
        try
        {
            return new DatabaseTransaction(this, await BeginAsync(kind, lease.Connection, cancellationToken), lease, cancellationToken);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets other replicas hear of what was written, or appended, once it is committed.</summary>
    public virtual Task AnnounceAsync(TransactionKind kind, DbTransaction transaction, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stands for the right to collect.</summary>
    /// <param name="interval">How often the candidate looks.</param>
    /// <param name="written">Called for each write of another replica.</param>
    /// <param name="appended">Called for what another replica appended.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    public abstract ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken);

    public abstract Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>The row on which a reader, made by Dapper, stands after each step; true until the reader is closed.</summary>
    public abstract StoredRow Row(DbDataReader reader);

    /// <summary>True when the statement failed because it was cancelled.</summary>
    public virtual bool IsInterruption(DbException exception) => false;

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask<DbTransaction> BeginAsync(TransactionKind kind, DbConnection connection, CancellationToken cancellationToken);
}

/// <summary>What a transaction is for.</summary>
internal enum TransactionKind
{
    /// <summary>All its statements see the same state.</summary>
    Read,

    /// <summary>No other writer of any process can overlap it.</summary>
    Write,

    /// <summary>Adds what no other writer changes.</summary>
    Append,

    /// <summary>Of the migrations, which only one process may be in.</summary>
    Migrate,
}
