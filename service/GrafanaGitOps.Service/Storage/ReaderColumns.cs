using System.Data.Common;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Columns that may be NULL, and several columns that are one value.</summary>
internal static class ReaderColumns
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static long? Number(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    /// <summary>The identity of an application: cluster, operator, kind, namespace and name from this column on.</summary>
    public static ApplicationId Application(this DbDataReader reader, int column) => new(
        reader.GetString(column), reader.GetString(column + 1), reader.GetString(column + 2), reader.GetString(column + 3), reader.GetString(column + 4));

    /// <summary>The moment whose lower bound stands in this column and whose upper one in the next; null when that is NULL.</summary>
    public static Moment? Moment(this DbDataReader reader, int column) => StateRow.Moment(reader.Number(column + 1)) is { } notAfter
        ? new Moment(StateRow.Moment(reader.Number(column)), notAfter)
        : null;
}
