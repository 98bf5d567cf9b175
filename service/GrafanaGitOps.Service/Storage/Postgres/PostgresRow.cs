using System.Data.Common;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>The driver's own way, which is short.</summary>
internal sealed class PostgresRow(DbDataReader reader) : StoredRow
{
    public override string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public override long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public override byte[]? Bytes(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    public override long GetInt64(int column) => reader.GetInt64(column);
}
