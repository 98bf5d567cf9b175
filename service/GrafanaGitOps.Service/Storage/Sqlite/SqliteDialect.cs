using System.Text.Json;

namespace GrafanaGitOps.Service.Storage.Sqlite;

/// <summary>Lists travel as JSON.</summary>
internal sealed class SqliteDialect : Dialect
{
    public override string Schema(string migration) => migration
        .Replace("{identity}", "INTEGER PRIMARY KEY", StringComparison.Ordinal)
        .Replace("{integer}", "INTEGER", StringComparison.Ordinal)
        .Replace("{blob}", "BLOB", StringComparison.Ordinal)
        .Replace("{key}", "TEXT", StringComparison.Ordinal)
        .Replace("{sqlite}", "", StringComparison.Ordinal)
        .Replace("{/sqlite}", "", StringComparison.Ordinal)
        .Replace("{without_rowid}", " STRICT, WITHOUT ROWID", StringComparison.Ordinal)
        .Replace("{by_month}", " STRICT, WITHOUT ROWID", StringComparison.Ordinal)
        .Replace("{strict}", " STRICT", StringComparison.Ordinal);

    public override string Rows(string parameter) => $"(SELECT value FROM json_each({parameter}))";

    public override string ObjectIdRows(string parameter) => $"(SELECT unhex(value) AS value FROM json_each({parameter}))";

    public override string IdRows(string parameter) => Rows(parameter);

    public override string FromHex(string expression) => $"unhex({expression})";

    // Of NULL, hex makes an empty text.
    public override string ToHex(string expression) => $"nullif(lower(hex({expression})), '')";

    public override object List(IEnumerable<string> values) => JsonSerializer.Serialize([.. values], StoredListsContext.Default.StringArray);

    public override object ObjectIds(IEnumerable<byte[]> values) => $"[\"{string.Join("\",\"", values.Select(value => ObjectId.ToHex(value)))}\"]";

    public override object Ids(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

    // LIKE ignores case for ASCII alone.
    public override string Contains(string column, string parameter, bool ascii) =>
        ascii ? $"{column} LIKE {parameter} ESCAPE '\\'" : $"{SqliteConnections.Contains}({column}, {parameter})";

    public override object SearchPattern(string text, bool ascii) => ascii ? LikePattern(text) : text;

    public override string WithoutIndex(string column) => "+" + column;

    public override string JsonArray(string column) => $"json_group_array({column})";

    protected override string JsonElements(string parameter) => $"json_each({parameter})";
}
