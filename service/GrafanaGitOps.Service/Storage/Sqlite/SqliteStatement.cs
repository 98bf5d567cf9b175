using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>
/// A prepared statement, bound by position and run many times. The driver's commands cost about three times as much per row,
/// which the first index of a long history feels.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _buffer = new byte[4_096];
    private int _next = 1;

    // What a parameter holds from an earlier row: binding the same again would cost as much as the first time. One bit a parameter, of at most 63.
    private readonly long[] _numbers;
    private readonly string?[] _texts;
    private ulong _areNumbers;

    // Those that are not NULL, as all are at first.
    private ulong _filled;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(_database, sql, out _statement), _database);
        var parameters = raw.sqlite3_bind_parameter_count(_statement) + 1;
        (_numbers, _texts) = (new long[parameters], new string?[parameters]);
    }

    public SqliteStatement Bind(long value)
    {
        var (parameter, bit) = (_next, 1UL << _next);
        if ((_areNumbers & bit) != 0 && _numbers[parameter] == value)
        {
            _next++;
            return this;
        }

        Fill();
        _areNumbers |= bit;
        _numbers[parameter] = value;
        return Check(raw.sqlite3_bind_int64(_statement, parameter, value));
    }

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : Null();

    public SqliteStatement Bind(ReadOnlySpan<byte> blob) => Check(raw.sqlite3_bind_blob(_statement, Fill(), blob));

    public SqliteStatement BindBlob(byte[]? blob) => blob is null ? Null() : Bind(blob.AsSpan());

    public SqliteStatement Bind(string? text)
    {
        if (text is null) return Null();
        if (ReferenceEquals(text, _texts[_next]))
        {
            _next++;
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_buffer.Length < most) _buffer = new byte[Math.Max(most, _buffer.Length * 2)];
        var length = Encoding.UTF8.GetBytes(text, _buffer);
        var parameter = Fill();
        _texts[parameter] = text;
        return Check(raw.sqlite3_bind_text(_statement, parameter, _buffer.AsSpan(0, length)));
    }

    public void Execute() => Reset(raw.sqlite3_step(_statement));

    /// <summary>Runs to the end; the id of the row that it inserted, null when the row was there.</summary>
    public long? Insert()
    {
        Execute();
        return raw.sqlite3_changes(_database) == 0 ? null : raw.sqlite3_last_insert_rowid(_database);
    }

    /// <summary>Runs for the first column of the first row; null when there is none.</summary>
    public long? Scalar()
    {
        var code = raw.sqlite3_step(_statement);
        long? value = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
        Reset(code);
        return value;
    }

    public void Dispose() => _statement.Dispose();

    /// <summary>The next parameter, which gets another value.</summary>
    private int Fill()
    {
        _filled |= 1UL << _next;
        Drop();
        return _next++;
    }

    private void Drop()
    {
        _areNumbers &= ~(1UL << _next);
        _texts[_next] = null;
    }

    private SqliteStatement Null()
    {
        Drop();
        var (parameter, bit) = (_next, 1UL << _next++);
        if ((_filled & bit) == 0) return this;
        _filled &= ~bit;
        return Check(raw.sqlite3_bind_null(_statement, parameter));
    }

    private void Reset(int code)
    {
        _next = 1;
        var reset = raw.sqlite3_reset(_statement);
        SqliteException.ThrowExceptionForRC(code is raw.SQLITE_ROW or raw.SQLITE_DONE ? reset : code, _database);
    }

    private SqliteStatement Check(int code)
    {
        if (code != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(code, _database);
        return this;
    }
}
