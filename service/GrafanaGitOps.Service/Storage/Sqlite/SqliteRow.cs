using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Asks SQLite once for a cell; the driver asks up to six times, for the state of the statement and the type before each value.</summary>
internal sealed class SqliteRow(SqliteDataReader reader) : StoredRow
{
    private readonly sqlite3_stmt _statement = reader.Handle!;
    private readonly TextPool _texts = new(MostShared);

    public override string? Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    public override string? Shared(int column)
    {
        // SQLite gives a text as the bytes that it has.
        var text = Span(column);
        if (text.IsEmpty) return Text(column);
        return text.Length > LongestShared ? Encoding.UTF8.GetString(text) : _texts.Once(text);
    }

    public override ReadOnlySpan<byte> Span(int column) => raw.sqlite3_column_blob(_statement, column);

    // SQLite gives 0 for NULL.
    public override long? Number(int column) => GetInt64(column) is var number && number == 0 && IsNull(column) ? null : number;

    public override byte[]? Bytes(int column) => IsNull(column) ? null : raw.sqlite3_column_blob(_statement, column).ToArray();

    public override long GetInt64(int column) => raw.sqlite3_column_int64(_statement, column);

    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;
}
