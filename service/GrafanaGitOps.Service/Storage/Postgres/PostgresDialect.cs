namespace GrafanaGitOps.Service.Storage.Postgres;

/// <summary>Lists travel as arrays.</summary>
internal sealed class PostgresDialect : Dialect
{
    // "C" compares by bytes, which the ranges of path prefixes and the sorting of names rely on.
    public override string Schema(string migration) => migration
        .Replace("{identity}", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{integer}", "bigint", StringComparison.Ordinal)
        .Replace("{blob}", "bytea", StringComparison.Ordinal)
        .Replace("{key}", "text COLLATE \"C\"", StringComparison.Ordinal)
        .Replace("{sqlite}", "/*", StringComparison.Ordinal)
        .Replace("{/sqlite}", "*/", StringComparison.Ordinal)
        .Replace("{without_rowid}", "", StringComparison.Ordinal)
        .Replace("{by_month}", " PARTITION BY RANGE (at)", StringComparison.Ordinal)
        .Replace("{strict}", "", StringComparison.Ordinal);

    public override string Rows(string parameter) => $"(SELECT unnest(CAST({parameter} AS text[])) AS value)";

    public override string ObjectIdRows(string parameter) => $"(SELECT unnest(CAST({parameter} AS bytea[])) AS value)";

    public override string IdRows(string parameter) => $"(SELECT unnest(CAST({parameter} AS bigint[])) AS value)";

    public override string FromHex(string expression) => $"decode({expression}, 'hex')";

    public override string ToHex(string expression) => $"encode({expression}, 'hex')";

    public override object List(IEnumerable<string> values) => values.ToArray();

    public override object ObjectIds(IEnumerable<byte[]> values) => values.ToArray();

    public override object Ids(IEnumerable<long> values) => values.ToArray();

    // The database's own collation may know no case but ASCII's.
    public override string Contains(string column, string parameter, bool ascii) =>
        ascii ? $"{column} ILIKE {parameter}" : $"{column} COLLATE \"und-x-icu\" ILIKE {parameter}";

    public override object SearchPattern(string text, bool ascii) => LikePattern(text);

    public override string WithoutIndex(string column) => column;

    public override string JsonArray(string column) => $"json_agg({column})::text";

    protected override string JsonElements(string parameter) => $"json_array_elements(CAST({parameter} AS json))";
}
