using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Leading;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>The embedded database. Writers of other processes are waited for as long as a statement may run.</summary>
internal sealed class SqliteEngine : Engine
{
    private readonly SqliteConnections _connections;
    private readonly SqliteConnection _writer;
    private readonly SqliteBulkWriter _bulk;
    private readonly string _file;

    private SqliteEngine(string file, SqliteConnections connections, SqliteConnection writer, SqliteBulkWriter bulk)
        : base(new SqliteDialect(), bulk) =>
        (_file, _connections, _writer, _bulk) = (file, connections, writer, bulk);

    public override string Name => $"SQLite file {_file}";

    public override bool HasOneWriter => true;

    public static SqliteEngine Open(string file)
    {
        var connections = new SqliteConnections(file);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder) Directory.CreateDirectory(folder);
            var writer = connections.Open();
            return new SqliteEngine(file, connections, writer, new SqliteBulkWriter(writer));
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

    public override ValueTask<LeaderCandidate> StandAsync(
        TimeSpan interval, Action written, Action appended, CancellationToken cancellationToken) =>
        ValueTask.FromResult<LeaderCandidate>(new SqliteCandidate(_file, interval, written));

    public override async Task<long> GetSizeAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var pages = await connection.ExecuteScalarAsync<long>("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
        var log = new FileInfo(_file + "-wal");
        return pages + (log.Exists ? log.Length : 0);
    }

    public override StoredRow Row(DbDataReader reader) => new SqliteRow((SqliteDataReader)((IWrappedDataReader)reader).Reader);

    public override bool IsInterruption(DbException exception) => exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_INTERRUPT };

    public override ValueTask DisposeAsync()
    {
        _bulk.Dispose();
        _writer.Dispose();
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask<DbTransaction> BeginAsync(TransactionKind kind, DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: kind == TransactionKind.Read));
}
