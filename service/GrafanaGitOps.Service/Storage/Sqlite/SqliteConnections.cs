using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Opens connections with our settings, and keeps those of readers for reuse; the driver's own pool would lose the settings' cost each time.</summary>
internal sealed class SqliteConnections(string file) : IDisposable
{
    /// <summary>The SQL function that finds a text without regard to case in any script.</summary>
    public const string Contains = "gitops_contains";

    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly SemaphoreSlim _readers = new(StorageLimits.Readers);
    private bool _disposed;

    // No mmap: an I/O error would end the process by SIGBUS, and mapped pages count as its memory.
    // FULL makes a returned write durable; the log grows to 4,000 pages before it is copied back, which one batch seldom does.
    private static readonly string[] Settings =
    [
        "PRAGMA busy_timeout = 60000", "PRAGMA page_size = 4096", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
        "PRAGMA cache_size = -16384", "PRAGMA temp_store = MEMORY", "PRAGMA wal_autocheckpoint = 4000", "PRAGMA journal_size_limit = 33554432",
    ];

    public SqliteConnection Open()
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = (int)StorageLimits.Statement.TotalSeconds };
        var connection = new SqliteConnection(settings.ToString());
        try
        {
            connection.Open();
            // One at a time: in a batch the driver swallows the errors of all after the first that returns a row.
            using var command = connection.CreateCommand();
            foreach (var setting in Settings)
            {
                command.CommandText = setting;
                command.ExecuteScalar();
            }

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
            var connection = _idle.TryTake(out var idle) ? idle : OpenReader();
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
        while (_idle.TryTake(out var connection)) connection.Dispose();
        _readers.Dispose();
    }

    private SqliteConnection OpenReader()
    {
        var connection = Open();
        connection.CreateFunction(
            Contains, (string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true, isDeterministic: true);
        return connection;
    }

    private async ValueTask GiveBackAsync(SqliteConnection connection, CancellationTokenRegistration interruption)
    {
        await interruption.DisposeAsync();
        if (_disposed)
        {
            await connection.DisposeAsync();
            return;
        }

        _idle.Add(connection);
        _readers.Release();
    }
}
