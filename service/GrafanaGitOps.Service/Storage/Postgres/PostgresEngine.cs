using System.Data;
using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Leading;
using Npgsql;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>The store for several replicas. Names itself by server and database, never by the connection string.</summary>
internal sealed class PostgresEngine : Engine
{
    /// <summary>Key of the advisory lock that migrations hold; any number of our own will do.</summary>
    private const long MigrationLock = 0x6769746F7073;

    /// <summary>Who never led may write: a demo fills an empty ledger before it serves it.</summary>
    private const long NeverLed = -1;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _settings;
    private long _term = NeverLed;

    private PostgresEngine(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, string name)
        : base(new PostgresDialect(), new PostgresBulkWriter()) =>
        (_source, _settings, Name) = (source, settings, name);

    public override string Name { get; }

    public override bool HasOneWriter => false;

    public static PostgresEngine Open(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        var settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "gitops";
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 64;
        settings.CommandTimeout = (int)StorageLimits.Statement.TotalSeconds;
        var name = $"PostgreSQL database {settings.Database} on {settings.Host}:{settings.Port}";
        return new PostgresEngine(builder.Build(), settings, name);
    }

    public override async ValueTask<ConnectionLease> OpenReaderAsync(CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _source.OpenConnectionAsync(cancellationToken);
            return new ConnectionLease(connection, connection.DisposeAsync);
        }
        catch (NpgsqlException cause)
        {
            throw new StorageException($"The {Name} cannot be reached: {cause.Message} Check storage.postgres and that the server runs.", cause);
        }
    }

    public override ValueTask<ConnectionLease> OpenWriterAsync(CancellationToken cancellationToken) => OpenReaderAsync(cancellationToken);

    public override Task AnnounceAsync(TransactionKind kind, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var channel = kind == TransactionKind.Append ? PostgresCandidate.Appends : PostgresCandidate.Writes;
        return transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"SELECT pg_notify('{channel}', {PostgresCandidate.LedgerNumber}::text)", null, transaction, cancellationToken: cancellationToken));
    }

    public override async ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken) =>
        await PostgresCandidate.OpenAsync(_settings, interval, term => Volatile.Write(ref _term, term), written, appended, cancellationToken);

    public override Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT pg_database_size(current_database())", cancellationToken: cancellationToken));

    public override StoredRow Row(DbDataReader reader) => new PostgresRow(reader);

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override async ValueTask<DbTransaction> BeginAsync(TransactionKind kind, DbConnection connection, CancellationToken cancellationToken)
    {
        var isolation = kind == TransactionKind.Read ? IsolationLevel.RepeatableRead : IsolationLevel.Unspecified;
        var transaction = await connection.BeginTransactionAsync(isolation, cancellationToken);
        if (kind == TransactionKind.Migrate)
            await connection.ExecuteAsync(new CommandDefinition($"SELECT pg_advisory_xact_lock({MigrationLock})", null, transaction, cancellationToken: cancellationToken));
        if (kind != TransactionKind.Write) return transaction;

        // The row's lock lets one writer in at a time, so versions become visible in order.
        var term = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT term FROM ledger FOR UPDATE", null, transaction, cancellationToken: cancellationToken));
        var own = Volatile.Read(ref _term);
        if (own == NeverLed || own == term) return transaction;
        await transaction.DisposeAsync();
        throw new StorageException($"Another replica collects into the {Name} now, so nothing of this one is written any more.");
    }
}
