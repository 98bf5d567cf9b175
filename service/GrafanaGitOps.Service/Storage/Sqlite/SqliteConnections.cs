using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Opens connections with our settings, and keeps those of readers for reuse; the driver's own pool would lose the settings' cost each time.</summary>
internal sealed class SqliteConnections(string file) : IDisposable
{
    /// <summary>The SQL function that finds a text without regard to case in any script.</summary>
    public const string Contains = "gitops_contains";

    // The one given back last is taken first: its pages are the ones in memory.
    private readonly ConcurrentStack<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(StorageLimits.Readers);
    private bool _disposed;

    // No mmap: an I/O error would end the process by SIGBUS, and mapped pages count as its memory.
    // FULL makes a returned write durable; the log grows to 4,000 pages before it is copied back, which one batch seldom does.
    private static readonly string[] Settings =
    [
        "PRAGMA busy_timeout = 60000", "PRAGMA page_size = 4096", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA cache_size = -16384", "PRAGMA temp_store = MEMORY", "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 33554432",
    ];

    // What a dashboard asks again lies scattered over a large file: 64 MB hold the pages of the widest answers. Of the whole process: above
    // 256 MB of pages each connection reuses its own ones instead of taking more.
    private static readonly string[] ReaderSettings = ["PRAGMA cache_size = -65536", "PRAGMA soft_heap_limit = 268435456"];

    public SqliteConnection Open()
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = (int)StorageLimits.Statement.TotalSeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            Set(connection, Settings);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async ValueTask<ConnectionLease> RentAsync(CancellationToken cancellationToken)
    {
        await _readers.WaitAsync(cancellationToken);
        try
        {
            var connection = _idle.TryPop(out var idle) ? idle : OpenReader();
            var interruption = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
            return new ConnectionLease(connection, () => GiveBackAsync(connection, interruption));
        }
        catch
        {
            _readers.Release();
            throw;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryPop(out var connection)) connection.Dispose();
        _readers.Dispose();
    }

    private SqliteConnection OpenReader()
    {
        var connection = Open();
        Set(connection, ReaderSettings);
        connection.CreateFunction(
            Contains, (string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true, isDeterministic: true);
        return connection;
    }

    // One at a time: in a batch the driver swallows the errors of all after the first that returns a row.
    private static void Set(SqliteConnection connection, IEnumerable<string> settings)
    {
        using var command = connection.CreateCommand();
        foreach (var setting in settings)
        {
            command.CommandText = setting;
            command.ExecuteScalar();
        }
    }

    private async ValueTask GiveBackAsync(SqliteConnection connection, CancellationTokenRegistration interruption)
    {
        await interruption.DisposeAsync();
        if (_disposed)
        {
            await connection.DisposeAsync();
            return;
        }

        _idle.Push(connection);
        _readers.Release();
    }
}
