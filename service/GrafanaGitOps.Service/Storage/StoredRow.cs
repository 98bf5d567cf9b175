using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The row on which a reader stands. Large answers have tens of thousands of cells, so each database is asked in its shortest way.</summary>
internal abstract class StoredRow
{
    public abstract string? Text(int column);

    public abstract long? Number(int column);

    public abstract byte[]? Bytes(int column);

    /// <summary>Of a column that is never NULL.</summary>
    public abstract long GetInt64(int column);

    public int GetInt32(int column) => checked((int)GetInt64(column));

    public string GetString(int column) => Text(column)!;

    /// <summary>The identity of an application: cluster, operator, kind, namespace and name from this column on.</summary>
    public ApplicationId Application(int column) =>
        new(GetString(column), GetString(column + 1), GetString(column + 2), GetString(column + 3), GetString(column + 4));

    /// <summary>The moment whose lower bound stands in this column and whose upper one in the next; null when that is NULL.</summary>
    public Moment? Moment(int column) => StateRow.Moment(Number(column + 1)) is { } notAfter
        ? new Moment(StateRow.Moment(Number(column)), notAfter)
        : null;
}
