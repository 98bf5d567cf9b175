using System.Data.Common;
using Dapper;

namespace GrafanaGitOps.Service.Storage;

/// <summary>A statement that runs and gives one row after the other.</summary>
internal sealed class RowReader : IAsyncDisposable
{
    private readonly DbDataReader _reader;

    private RowReader(DbDataReader reader, StoredRow row) => (_reader, Row) = (reader, row);

    /// <summary>The row on which it stands after each step.</summary>
    public StoredRow Row { get; }

    public static async Task<RowReader> OpenAsync(Dialect dialect, DbConnection connection, CommandDefinition command)
    {
        var reader = await connection.ExecuteReaderAsync(command);
        return new RowReader(reader, dialect.Row(reader));
    }

    /// <summary>Steps to the next row; false behind the last one.</summary>
    public Task<bool> ReadAsync(CancellationToken cancellationToken) => _reader.ReadAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        // Dapper's reader gives up its command here alone: SQLite's statement would stay open until the garbage collector finds it.
#pragma warning disable CA1849, VSTHRD103
        _reader.Dispose();
#pragma warning restore CA1849, VSTHRD103
    }
}
