using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Reads the columns of a row one after the other, in the order of the statement; texts that repeat are kept once.</summary>
internal sealed class ColumnCursor(StoredRow row)
{
    private int _column;

    public ColumnCursor Begin()
    {
        _column = 0;
        return this;
    }

    public string Text() => OptionalText()!;

    public string? OptionalText() => row.Shared(_column++);

    public long Number() => row.GetInt64(_column++);

    public long? OptionalNumber() => row.Number(_column++);

    public bool Truth() => Number() != 0;

    public DateTimeOffset? Time() => StoredMoment.At(OptionalNumber());

    public TimeSpan? Duration() => OptionalNumber() is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>The bound from below, then the moment itself.</summary>
    public Moment Moment() => new(Time(), DateTimeOffset.FromUnixTimeMilliseconds(Number()));

    public byte[]? Bytes() => row.Bytes(_column++);
}
