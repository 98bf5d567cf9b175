using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Rows;
using Npgsql;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>The store for several replicas. Names itself by server and database, never by the connection string.</summary>
internal sealed class PostgresDialect : Dialect
{
    /// <summary>Key of the advisory lock that migrations hold; any number of our own will do.</summary>
    private const long MigrationLock = 0x6769746F7073;

    /// <summary>Who never led may write: a demo fills an empty ledger before it serves it.</summary>
    private const long NeverLed = -1;

    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnectionStringBuilder _settings;
    private long _term = NeverLed;

    private PostgresDialect(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings, string name) =>
        (_source, _settings, Name) = (source, settings, name);

    public override string Name { get; }

    public static PostgresDialect Open(string connection)
    {
        var builder = new NpgsqlDataSourceBuilder(connection);
        var settings = builder.ConnectionStringBuilder;
        settings.ApplicationName ??= "gitops";
        if (settings.MaxAutoPrepare == 0) settings.MaxAutoPrepare = 64;
        settings.CommandTimeout = (int)StorageLimits.Statement.TotalSeconds;
        var name = $"PostgreSQL database {settings.Database} on {settings.Host}:{settings.Port}";
        return new PostgresDialect(builder.Build(), settings, name);
    }

    public override async ValueTask<ConnectionLease> OpenReaderAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        return new ConnectionLease(connection, connection.DisposeAsync);
    }

    public override ValueTask<ConnectionLease> OpenWriterAsync(CancellationToken cancellationToken) => OpenReaderAsync(cancellationToken);

    // The row's lock lets one writer in at a time, so versions become visible in order.
    public override async ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var term = await connection.ExecuteScalarAsync<long>(
            new CommandDefinition("SELECT term FROM ledger FOR UPDATE", transaction: transaction, cancellationToken: cancellationToken));
        var own = Volatile.Read(ref _term);
        if (own == NeverLed || own == term) return transaction;
        await transaction.DisposeAsync();
        throw new StorageException($"Another replica collects into the {Name} now, so nothing of this one is written any more.");
    }

    public override bool HasOneWriter => false;

    public override async ValueTask<DbTransaction> BeginAppendAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(cancellationToken);

    public override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);

    public override async ValueTask<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            $"SELECT pg_advisory_xact_lock({MigrationLock})", transaction: transaction, cancellationToken: cancellationToken));
        return transaction;
    }

    public override async ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken) =>
        await PostgresCandidate.OpenAsync(_settings, interval, term => Volatile.Write(ref _term, term), written, appended, cancellationToken);

    public override Task AnnounceAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        NotifyAsync(PostgresCandidate.Writes, transaction, cancellationToken);

    public override Task AnnounceAppendAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        NotifyAsync(PostgresCandidate.Appends, transaction, cancellationToken);

    public override Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken) =>
        new PostgresCommitWriter((NpgsqlTransaction)transaction, repositoryId, cancellationToken).AppendAsync(commits);

    public override Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken) =>
        PostgresRowWriter.RunAsync((NpgsqlTransaction)transaction, statement, rows, cancellationToken);

    public override async Task<IReadOnlyList<long>> ReserveIdsAsync(
        DbTransaction transaction, string table, int count, CancellationToken cancellationToken) =>
        (await transaction.Connection!.QueryAsync<long>(new CommandDefinition(
            "SELECT nextval(pg_get_serial_sequence(@table, 'id')) FROM generate_series(1, @count)", new { table, count }, transaction,
            cancellationToken: cancellationToken))).AsList();

    public override Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<long>(new CommandDefinition("SELECT pg_database_size(current_database())", cancellationToken: cancellationToken));

    public override StoredRow Row(DbDataReader reader) => new PostgresRow(reader);

    // "C" compares by bytes, which the ranges of path prefixes and the sorting of names rely on.
    public override Task PrepareMonthsAsync(DatabaseTransaction transaction, string table, IEnumerable<DateTimeOffset> moments) =>
        PostgresMonths.PrepareAsync(transaction, table, moments);

    public override Task<int> DropMonthsAsync(DatabaseTransaction transaction, string table, DateTimeOffset before) =>
        PostgresMonths.DropAsync(transaction, table, before);

    public override string Schema(string migration) => migration
        .Replace("{identity}", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{integer}", "bigint", StringComparison.Ordinal)
        .Replace("{blob}", "bytea", StringComparison.Ordinal)
        .Replace("{key}", "text COLLATE \"C\"", StringComparison.Ordinal)
        .Replace("{sqlite}", "/*", StringComparison.Ordinal)
        .Replace("{/sqlite}", "*/", StringComparison.Ordinal)
        .Replace("{without_rowid}", "", StringComparison.Ordinal)
        .Replace("{by_month}", " PARTITION BY RANGE (at)", StringComparison.Ordinal)
        .Replace("{strict}", "", StringComparison.Ordinal);

    public override string Rows(string parameter) => $"(SELECT unnest(CAST({parameter} AS text[])) AS value)";

    public override string ObjectIdRows(string parameter) => $"(SELECT unnest(CAST({parameter} AS bytea[])) AS value)";

    public override string IdRows(string parameter) => $"(SELECT unnest(CAST({parameter} AS bigint[])) AS value)";

    public override string FromHex(string expression) => $"decode({expression}, 'hex')";

    public override object List(IEnumerable<string> values) => values.ToArray();

    public override object ObjectIds(IEnumerable<byte[]> values) => values.ToArray();

    public override object Ids(IEnumerable<long> values) => values.ToArray();

    // The database's own collation may know no case but ASCII's.
    public override string Contains(string column, string parameter, bool ascii) =>
        ascii ? $"{column} ILIKE {parameter}" : $"{column} COLLATE \"und-x-icu\" ILIKE {parameter}";

    public override object SearchPattern(string text, bool ascii) => LikePattern(text);

    public override string WithoutIndex(string column) => column;

    public override string JsonArray(string column) => $"json_agg({column})::text";

    public override bool IsInterruption(DbException exception) => false;

    public override ValueTask DisposeAsync() => _source.DisposeAsync();

    protected override string JsonElements(string parameter) => $"json_array_elements(CAST({parameter} AS json))";

    private static Task<int> NotifyAsync(string channel, DbTransaction transaction, CancellationToken cancellationToken) => PlainSql.ExecuteAsync(
        transaction, $"SELECT pg_notify('{channel}', {PostgresCandidate.LedgerNumber}::text)", cancellationToken);

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellationToken);
        }
        catch (NpgsqlException cause)
        {
            throw new StorageException($"The {Name} cannot be reached: {cause.Message} Check storage.postgres and that the server runs.", cause);
        }
    }
}
