using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Postgres;
using GrafanaGitOps.Service.Storage.Sqlite;

namespace GrafanaGitOps.Service.Storage;

/// <summary>What all stores stand on, SQLite or PostgreSQL: its transactions, and the version that grows with what is written.</summary>
public sealed class Database : IAsyncDisposable
{
    /// <summary>How often the version is looked at for writes of other replicas whose signal did not come.</summary>
    private static readonly TimeSpan VersionPoll = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _writing = new(1);
    private readonly Signal _written = new();
    private readonly Signal _appended = new();

    private Database(Dialect dialect) => Dialect = dialect;

    internal Dialect Dialect { get; }

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The database cannot be opened, or is newer than this program.</exception>
    internal static async Task<Database> OpenAsync(StorageOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        Dialect dialect = options.Postgres is { } connection
            ? PostgresDialect.Open(connection)
            : SqliteDialect.Open(options.Sqlite ?? "gitops.db");
        try
        {
            await Migrations.RunAsync(dialect, TimeProvider.System, logger, cancellationToken);
        }
        catch
        {
            await dialect.DisposeAsync();
            throw;
        }

        Log.Opened(logger, dialect.Name);
        return new Database(dialect);
    }

    /// <summary>
    /// Grows with every committed write, by whichever process; answers cached at one version are true while it stands.
    /// Only the moments, durations and sizes of a <see cref="Events.RepositoryState"/> may change without it.
    /// </summary>
    public async ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        await using var lease = await Dialect.OpenReaderAsync(cancellationToken);
        return await lease.Connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT version FROM ledger", cancellationToken: cancellationToken));
    }

    /// <summary>Bytes on disk.</summary>
    public async Task<long> GetSizeAsync(CancellationToken cancellationToken)
    {
        await using var lease = await Dialect.OpenReaderAsync(cancellationToken);
        return await Dialect.GetSizeAsync(lease.Connection, cancellationToken);
    }

    /// <summary>
    /// Completes after the next committed write of this process, and of others while a candidate of <see cref="StandAsync"/> listens. Without
    /// one, the writes of others show in <see cref="GetVersionAsync"/>, which is cheap to poll.
    /// </summary>
    public Task WaitForWriteAsync(CancellationToken cancellationToken) => _written.Next.WaitAsync(cancellationToken);

    /// <summary>Waits until something is written after this version, by whichever process, or a second has passed; returns the version then.</summary>
    public async Task<long> WaitForVersionAsync(long after, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // Ends both waits, so that none is left behind while nothing is written for hours.
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Asked for before the version is read, so that no write between the two is missed.
        var written = WaitForWriteAsync(round.Token);
        var version = await GetVersionAsync(cancellationToken);
        if (version <= after)
        {
            await Task.WhenAny(written, Task.Delay(VersionPoll, timeProvider, round.Token));
            cancellationToken.ThrowIfCancellationRequested();
            version = await GetVersionAsync(cancellationToken);
        }

        await round.CancelAsync();
        return version;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        await Dialect.DisposeAsync();
        _writing.Dispose();
    }

    /// <summary>A transaction to read in: all that it sees is of one moment. For rows that are streamed; else <see cref="ReadAsync"/>.</summary>
    internal ValueTask<DatabaseTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        BeginAsync(Dialect.OpenReaderAsync(cancellationToken), Dialect.BeginReadAsync, cancellationToken);

    /// <summary>Reads in one transaction: all that it sees is of one moment.</summary>
    internal async Task<T> ReadAsync<T>(Func<DatabaseTransaction, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginReadAsync(cancellationToken);
        return await read(transaction);
    }

    /// <summary>Runs one write transaction; all of it is durable on return, or none of it happened.</summary>
    internal async Task<T> WriteAsync<T>(
        Func<DatabaseTransaction, Task<(T Result, WriteEffect Effect)>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await BeginAsync(
                Dialect.OpenWriterAsync(cancellationToken), Dialect.BeginWriteAsync, cancellationToken);
            var (result, effect) = await write(transaction);
            if (effect == WriteEffect.None)
            {
                Dialect.Forget();
                return result;
            }

            if (effect == WriteEffect.Answers)
                await PlainSql.ExecuteAsync(transaction.Inner, "UPDATE ledger SET version = version + 1", cancellationToken);
            await Dialect.AnnounceAsync(transaction.Inner, cancellationToken);

            // Not cancellable: a commit that was cut off would leave the caller not knowing.
            await transaction.Inner.CommitAsync(CancellationToken.None);
            _written.Raise();
            return result;
        }
        catch
        {
            Dialect.Forget();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Adds rows of which no answer of the ledger is made: by any replica, and in PostgreSQL beside its writers. They are durable on return, and
    /// make no version.
    /// </summary>
    internal async Task<T> AppendAsync<T>(Func<DatabaseTransaction, Task<T>> append, CancellationToken cancellationToken)
    {
        if (Dialect.HasOneWriter) await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await BeginAsync(
                Dialect.OpenWriterAsync(cancellationToken), Dialect.BeginAppendAsync, cancellationToken);
            var result = await append(transaction);
            await Dialect.AnnounceAppendAsync(transaction.Inner, cancellationToken);
            await transaction.Inner.CommitAsync(CancellationToken.None);
            _appended.Raise();
            return result;
        }
        finally
        {
            if (Dialect.HasOneWriter) _writing.Release();
        }
    }

    /// <summary>
    /// Completes after the next <see cref="AppendAsync"/> of this process, and of others while a candidate of <see cref="StandAsync"/> stands, or
    /// when a second has passed, for those whose signal did not come.
    /// </summary>
    internal async Task WaitForAppendAsync(TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_appended.Next, Task.Delay(VersionPoll, timeProvider, round.Token));
        cancellationToken.ThrowIfCancellationRequested();
        await round.CancelAsync();
    }

    /// <summary>
    /// Stands for the right to collect. While it stands and does not lead, writes of the replica that does are signalled as this process's own.
    /// </summary>
    /// <param name="interval">How often the candidate looks.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    internal ValueTask<LeaderCandidate> StandAsync(TimeSpan interval, CancellationToken cancellationToken) =>
        Dialect.StandAsync(interval, _written.Raise, _appended.Raise, cancellationToken);

    private async ValueTask<DatabaseTransaction> BeginAsync(
        ValueTask<ConnectionLease> opening, Func<DbConnection, CancellationToken, ValueTask<DbTransaction>> begin,
        CancellationToken cancellationToken)
    {
        var lease = await opening;
        try
        {
            return new DatabaseTransaction(Dialect, await begin(lease.Connection, cancellationToken), lease, cancellationToken);
        }
        catch
        {
            await lease.DisposeAsync();
            throw;
        }
    }
}

/// <summary>What a write transaction did.</summary>
internal enum WriteEffect
{
    /// <summary>Nothing new: nothing is committed.</summary>
    None,

    /// <summary>Committed and signalled, but answers cached before stay true.</summary>
    State,

    /// <summary>Answers may differ now.</summary>
    Answers,
}
