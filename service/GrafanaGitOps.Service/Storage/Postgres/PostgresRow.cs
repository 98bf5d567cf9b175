using System.Data.Common;

namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>The driver's own way, which is short.</summary>
internal sealed class PostgresRow(DbDataReader reader) : StoredRow
{
    private readonly TextPool _texts = new(MostShared);

    public override string? Text(int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public override string? Shared(int column)
    {
        var text = Text(column);
        return text is null || text.Length > LongestShared ? text : _texts.Once(text);
    }

    public override ReadOnlySpan<byte> Span(int column) => reader.IsDBNull(column) ? [] : reader.GetFieldValue<byte[]>(column);

    public override long? Number(int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);

    public override byte[]? Bytes(int column) => reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);

    public override long GetInt64(int column) => reader.GetInt64(column);
}
