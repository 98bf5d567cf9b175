using System.Collections;

namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>Some columns of a table. A column <c>look_interval</c> is the property <c>LookInterval</c> of the row.</summary>
internal sealed class ColumnList<TRow> : IReadOnlyList<Column<TRow>>
{
    private readonly List<Column<TRow>> _columns = [];

    public int Count => _columns.Count;

    public Column<TRow> this[int index] => _columns[index];

    public void Add(string name, Func<TRow, long?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Integer) { Integer = value });

    public void Add(string name, Func<TRow, string?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Text) { Text = value });

    public void Add(string name, Func<TRow, byte[]?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Blob) { Blob = value });

    public void Add(Column<TRow> column) => _columns.Add(column);

    /// <summary>The columns as a query names them, so that Dapper fills the properties.</summary>
    public string Select(string table) => string.Join(", ", _columns.Select(column => $"{table}.{column.Name} AS {Property(column.Name)}"));

    /// <summary>Whether both rows have the same values in all of them.</summary>
    public bool AreSame(TRow one, TRow other) => _columns.TrueForAll(column => column.IsSame(one, other));

    public IEnumerator<Column<TRow>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Property(string name) =>
        string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
