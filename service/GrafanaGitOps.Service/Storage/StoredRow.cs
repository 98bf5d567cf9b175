using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The row on which a reader stands. Large answers have tens of thousands of cells, so each database is asked in its shortest way.</summary>
internal abstract class StoredRow
{
    /// <summary>Texts of more bytes are messages and the like, which seldom repeat: looking for them would cost more than it saves.</summary>
    protected const int LongestShared = 100;

    /// <summary>Texts that are kept for rows to come.</summary>
    protected const int MostShared = 1_000;

    public abstract string? Text(int column);

    /// <summary>The text; rows in which it is the same share one string as far as it is short.</summary>
    public abstract string? Shared(int column);

    /// <summary>The bytes of a blob, or the UTF-8 of a text, until the next row; empty for NULL.</summary>
    public abstract ReadOnlySpan<byte> Span(int column);

    public abstract long? Number(int column);

    public abstract byte[]? Bytes(int column);

    /// <summary>Of a column that is never NULL.</summary>
    public abstract long GetInt64(int column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public string GetString(int column) => Text(column)!;

    /// <summary>Of a column that is never NULL.</summary>
    public string GetShared(int column) => Shared(column)!;

    /// <summary>The identity of an application: cluster, operator, kind, namespace and name from this column on.</summary>
    public ApplicationId Application(int column) =>
        new(GetShared(column), GetShared(column + 1), GetShared(column + 2), GetShared(column + 3), GetShared(column + 4));

    /// <summary>The moment whose lower bound stands in this column and whose upper one in the next; null when that is NULL.</summary>
    public Moment? Moment(int column) => StoredMoment.At(Number(column + 1)) is { } notAfter
        ? new Moment(StoredMoment.At(Number(column)), notAfter)
        : null;
}
