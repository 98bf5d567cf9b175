using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage;

/// <summary>What differs between SQLite and PostgreSQL in the text of a statement and in its parameters; all else is the same SQL for both.</summary>
internal abstract class Dialect
{
    /// <summary>What the writer of the ledger asks this database.</summary>
    public LedgerSql Ledger => field ??= new LedgerSql(this);

    /// <summary>Fills in the names in braces of a migration.</summary>
    public abstract string Schema(string migration);

    /// <summary>A table expression with the column <c>value</c> over a parameter made by <see cref="List(IEnumerable{string})"/>.</summary>
    public abstract string Rows(string parameter);

    /// <summary>The same over object ids, made by <see cref="ObjectIds"/>.</summary>
    public abstract string ObjectIdRows(string parameter);

    /// <summary>The same over row ids, made by <see cref="Ids"/>.</summary>
    public abstract string IdRows(string parameter);

    /// <summary>A table expression with the text columns <c>c0</c>, <c>c1</c>, ... over a parameter that is a JSON array of arrays.</summary>
    public string Tuples(string parameter, int columns) =>
        $"(SELECT {string.Join(", ", Enumerable.Range(0, columns).Select(index => $"value ->> {index} AS c{index}"))} FROM {JsonElements(parameter)})";

    /// <summary>An expression: the bytes that a text of hex digits stands for.</summary>
    public abstract string FromHex(string expression);

    /// <summary>An expression: bytes, such as an object id, as hex digits.</summary>
    public abstract string ToHex(string expression);

    public abstract object List(IEnumerable<string> values);

    public abstract object ObjectIds(IEnumerable<byte[]> values);

    public abstract object Ids(IEnumerable<long> values);

    /// <summary>A condition: the column contains the text of the parameter without regard to case; made by <see cref="SearchPattern"/>.</summary>
    public abstract string Contains(string column, string parameter, bool ascii);

    public abstract object SearchPattern(string text, bool ascii);

    /// <summary>The column in a form that SQLite's planner, which has no statistics, takes no index for.</summary>
    public abstract string WithoutIndex(string column);

    /// <summary>An aggregate: the values of the column as the text of a JSON array, NULL for none.</summary>
    public abstract string JsonArray(string column);

    /// <summary>A table function with the column <c>value</c> over the elements of a JSON array.</summary>
    protected abstract string JsonElements(string parameter);

    protected static string LikePattern(string text) =>
        $"%{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
