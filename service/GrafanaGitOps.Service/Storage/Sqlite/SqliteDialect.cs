using System.Data.Common;
using System.Text.Json;
using Dapper;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>The embedded database. Writers of other processes are waited for as long as a statement may run.</summary>
internal sealed class SqliteDialect : Dialect
{
    private readonly SqliteConnections _connections;
    private readonly SqliteConnection _writer;
    private readonly SqliteCommitWriter _commits;
    private readonly SqliteRowWriter _rows;
    private readonly string _file;

    private SqliteDialect(string file, SqliteConnections connections)
    {
        (_file, _connections) = (file, connections);
        _writer = connections.Open();
        _commits = new SqliteCommitWriter(_writer);
        _rows = new SqliteRowWriter(_writer);
    }

    public override string Name => $"SQLite file {_file}";

    public static SqliteDialect Open(string file)
    {
        var connections = new SqliteConnections(file);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
            return new SqliteDialect(file, connections);
        }
        catch (Exception cause) when (cause is SqliteException or IOException or UnauthorizedAccessException)
        {
            connections.Dispose();
            throw new StorageException($"The SQLite file {file} cannot be opened: {cause.Message} Check that it is a database and that this user may write it and its folder.", cause);
        }
    }

    public override ValueTask<ConnectionLease> OpenReaderAsync(CancellationToken cancellationToken) => _connections.RentAsync(cancellationToken);

    public override ValueTask<ConnectionLease> OpenWriterAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new ConnectionLease(_writer, () => ValueTask.CompletedTask));

    public override ValueTask<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override bool HasOneWriter => true;

    public override ValueTask<DbTransaction> BeginAppendAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginWriteAsync(connection, cancellationToken);

    public override ValueTask<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override ValueTask<DbTransaction> BeginMigrationAsync(DbConnection connection, CancellationToken cancellationToken) =>
        BeginWriteAsync(connection, cancellationToken);

    public override ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken) =>
        ValueTask.FromResult<LeaderCandidate>(new SqliteCandidate(_file, interval, written));

    public override Task<AppendResult> AppendAsync(
        DbTransaction transaction, long repositoryId, IReadOnlyList<CommitRecord> commits, CancellationToken cancellationToken) =>
        Task.FromResult(_commits.Append(repositoryId, commits, cancellationToken));

    public override Task RunAsync<TRow>(
        DbTransaction transaction, RowStatement<TRow> statement, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
    {
        _rows.Run(statement, rows, cancellationToken);
        return Task.CompletedTask;
    }

    // Nobody else writes meanwhile. Ids of the last rows are given again when those were removed, as SQLite itself does.
    public override async Task<IReadOnlyList<long>> ReserveIdsAsync(
        DbTransaction transaction, string table, int count, CancellationToken cancellationToken)
    {
        var last = await transaction.Connection!.ExecuteScalarAsync<long>(new CommandDefinition(
            $"SELECT coalesce(max(id), 0) FROM {table}", transaction: transaction, cancellationToken: cancellationToken));
        return [.. Enumerable.Range(1, count).Select(number => last + number)];
    }

    public override async Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var pages = await connection.ExecuteScalarAsync<long>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        var log = new FileInfo(_file + "-wal");
        return pages + (log.Exists ? log.Length : 0);
    }

    public override void Forget() => _commits.Forget();

    public override StoredRow Row(DbDataReader reader) => new SqliteRow((SqliteDataReader)((IWrappedDataReader)reader).Reader);

    public override string Schema(string migration) => migration
        .Replace("{identity}", "INTEGER PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{integer}", "INTEGER", StringComparison.Ordinal)
        .Replace("{blob}", "BLOB", StringComparison.Ordinal)
        .Replace("{key}", "TEXT", StringComparison.Ordinal)
        .Replace("{sqlite}", "", StringComparison.Ordinal)
        .Replace("{/sqlite}", "", StringComparison.Ordinal)
        .Replace("{without_rowid}", " STRICT, WITHOUT ROWID", StringComparison.Ordinal)
        .Replace("{by_month}", " STRICT, WITHOUT ROWID", StringComparison.Ordinal)
        .Replace("{strict}", " STRICT", StringComparison.Ordinal);

    public override string Rows(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string ObjectIdRows(string parameter) => $"(SELECT unhex(value) AS value FROM json_each({parameter}))";

    public override string IdRows(string parameter) => Rows(parameter);

    public override string FromHex(string expression) => $"unhex({expression})";

    public override object List(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], StoredListsContext.Default.StringArray);

    public override object ObjectIds(IEnumerable<byte[]> values) => $"[\"{string.Join("\",\"", values.Select(value => ObjectId.ToHex(value)))}\"]";

    public override object Ids(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

    // LIKE ignores case for ASCII alone.
    public override string Contains(string column, string parameter, bool ascii) =>
        ascii ? $"{column} LIKE {parameter} ESCAPE '\\'" : $"{SqliteConnections.Contains}({column}, {parameter})";

    public override object SearchPattern(string text, bool ascii) => ascii ? LikePattern(text) : text;

    public override string WithoutIndex(string column) => "+" + column;

    public override string JsonArray(string column) => $"json_group_array({column})";

    public override bool IsInterruption(DbException exception) => exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT };

    public override ValueTask DisposeAsync()
    {
        _commits.Dispose();
        _rows.Dispose();
        _writer.Dispose();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override string JsonElements(string parameter) => $"json_each({parameter})";
}
