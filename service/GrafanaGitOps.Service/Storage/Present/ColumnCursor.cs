using System.Data.Common;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>Reads the columns of a row one after the other, in the order of the statement; texts that repeat are kept once.</summary>
internal sealed class ColumnCursor(DbDataReader reader)
{
    /// <summary>Messages and revisions differ from row to row: longer texts are not looked up.</summary>
    private const int LongestShared = 100;

    private readonly TextPool _texts = new();
    private int _column;

    public ColumnCursor Begin()
    {
        _column = 0;
        return this;
    }

    public string Text()
    {
        var text = reader.GetString(_column++);
        return text.Length > LongestShared ? text : _texts.Once(text);
    }

    public string? OptionalText() => Skips() ? null : Text();

    public long Number() => reader.GetInt64(_column++);

    public long? OptionalNumber() => Skips() ? null : Number();

    public bool Truth() => Number() != 0;

    public DateTimeOffset? Time() => Skips() ? null : DateTimeOffset.FromUnixTimeMilliseconds(Number());

    public TimeSpan? Duration() => Skips() ? null : TimeSpan.FromMilliseconds(Number());

    /// <summary>The bound from below, then the moment itself.</summary>
    public Moment Moment() => new(Time(), DateTimeOffset.FromUnixTimeMilliseconds(Number()));

    public byte[]? Bytes() => Skips() ? null : reader.GetFieldValue<byte[]>(_column++);

    private bool Skips()
    {
        if (!reader.IsDBNull(_column)) return false;
        _column++;
        return true;
    }
}
