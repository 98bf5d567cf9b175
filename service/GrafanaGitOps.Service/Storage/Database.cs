using Dapper;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Postgres;
using GrafanaGitOps.Service.Storage.Rows;
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

    private Database(Engine engine) => Engine = engine;

    internal Engine Engine { get; }

    internal Dialect Dialect => Engine.Dialect;

    /// <summary>Opens the database and brings its schema up to date.</summary>
    /// <exception cref="StorageException">The database cannot be opened, or is newer than this program.</exception>
    internal static async Task<Database> OpenAsync(StorageOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        StoredTypes.Register();
        Engine engine = options.Postgres is { } connection
            ? PostgresEngine.Open(connection)
            : SqliteEngine.Open(options.Sqlite ?? "gitops.db");
        try
        {
            await Migrations.RunAsync(engine, TimeProvider.System, logger, cancellationToken);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }

        Log.Opened(logger, engine.Name);
        return new Database(engine);
    }

    /// <summary>
    /// Grows with every committed write, by whichever process; answers cached at one version are true while it stands.
    /// Only the moments, durations and sizes of a <see cref="Events.RepositoryState"/> may change without it.
    /// </summary>
    public async ValueTask<long> GetVersionAsync(CancellationToken cancellationToken)
    {
        await using var lease = await Engine.OpenReaderAsync(cancellationToken);
        return await lease.Connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT version FROM ledger", cancellationToken: cancellationToken));
    }

    /// <summary>Bytes on disk.</summary>
    public async Task<long> GetSizeAsync(CancellationToken cancellationToken)
    {
        await using var lease = await Engine.OpenReaderAsync(cancellationToken);
        return await Engine.GetSizeAsync(lease.Connection, cancellationToken);
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
        await Engine.DisposeAsync();
        _writing.Dispose();
    }

    /// <summary>A transaction to read in: all that it sees is of one moment. For rows that are streamed; else <see cref="ReadAsync"/>.</summary>
    internal ValueTask<DatabaseTransaction> BeginReadAsync(CancellationToken cancellationToken) =>
        Engine.BeginAsync(TransactionKind.Read, cancellationToken);

    /// <summary>Reads in one transaction: all that it sees is of one moment.</summary>
    internal async Task<T> ReadAsync<T>(Func<DatabaseTransaction, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginReadAsync(cancellationToken);
        return await read(transaction);
    }

    /// <summary>The rows of one statement, mapped by Dapper.</summary>
    internal Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(async transaction => await transaction.QueryAsync<T>(sql, parameters), cancellationToken);

    /// <summary>Runs one write transaction; all of it is durable on return, or none of it happened.</summary>
    internal async Task<T> WriteAsync<T>(
        Func<DatabaseTransaction, Task<(T Result, WriteEffect Effect)>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await Engine.BeginAsync(TransactionKind.Write, cancellationToken);
            var (result, effect) = await write(transaction);
            if (effect == WriteEffect.None)
            {
                Engine.Bulk.Forget();
                return result;
            }

            if (effect == WriteEffect.Answers) await transaction.ExecuteAsync("UPDATE ledger SET version = version + 1");
            await Engine.AnnounceAsync(TransactionKind.Write, transaction.Inner, cancellationToken);

            // Not cancellable: a commit that was cut off would leave the caller not knowing.
            await transaction.Inner.CommitAsync(CancellationToken.None);
            _written.Raise();
            return result;
        }
        catch
        {
            Engine.Bulk.Forget();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Removes parts, each in a transaction of its own, so that other writers get their turn, until one removed nothing; returns how many rows.</summary>
    internal async Task<long> RemoveAllAsync(
        Func<DatabaseTransaction, Task<int>> removePart, WriteEffect effect, CancellationToken cancellationToken)
    {
        for (var all = 0L; ;)
        {
            var removed = await WriteAsync(
                async transaction => await removePart(transaction) is var part && part > 0 ? (part, effect) : (0, WriteEffect.None), cancellationToken);
            if (removed == 0) return all;
            all += removed;
        }
    }

    /// <summary>
    /// Adds rows of which no answer of the ledger is made: by any replica, and in PostgreSQL beside its writers. They are durable on return, and
    /// make no version.
    /// </summary>
    internal async Task<T> AppendAsync<T>(Func<DatabaseTransaction, Task<T>> append, CancellationToken cancellationToken)
    {
        if (Engine.HasOneWriter) await _writing.WaitAsync(cancellationToken);
        try
        {
            await using var transaction = await Engine.BeginAsync(TransactionKind.Append, cancellationToken);
            var result = await append(transaction);
            await Engine.AnnounceAsync(TransactionKind.Append, transaction.Inner, cancellationToken);
            await transaction.Inner.CommitAsync(CancellationToken.None);
            _appended.Raise();
            return result;
        }
        finally
        {
            if (Engine.HasOneWriter) _writing.Release();
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
        Engine.StandAsync(interval, _written.Raise, _appended.Raise, cancellationToken);
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
