using System.Collections;
using System.Reflection;
using System.Text.Json;

namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>Some columns of a table, and where their values are in a row of ours.</summary>
internal sealed class ColumnList<TRow> : IReadOnlyList<Column<TRow>>
{
    private readonly List<Column<TRow>> _columns = [];

    public int Count => _columns.Count;

    public Column<TRow> this[int index] => _columns[index];

    /// <summary>The properties with these names: <c>LookInterval</c> is the column <c>look_interval</c>.</summary>
    public static ColumnList<TRow> Of(params IEnumerable<string> properties) =>
        [.. properties.Select(name => OfProperty(typeof(TRow).GetProperty(name)!))];

    /// <summary>All properties that can be set but those of these lists and those with these names.</summary>
    public static ColumnList<TRow> AllBut(IEnumerable<ColumnList<TRow>> lists, params IEnumerable<string> properties)
    {
        var left = typeof(TRow).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Except(properties);
        return [.. Of(left).ExceptBy(lists.SelectMany(list => list).Select(column => column.Name), column => column.Name)];
    }

    public void Add(string name, Func<TRow, long?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Integer) { Integer = value });

    public void Add(string name, Func<TRow, string?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Text) { Text = value });

    public void Add(string name, Func<TRow, byte[]?> value) => _columns.Add(new Column<TRow>(name, ColumnType.Blob) { Blob = value });

    public void Add(Column<TRow> column) => _columns.Add(column);

    /// <summary>The columns as a query names them; <see cref="StoredTypes"/> lets Dapper find the properties.</summary>
    public string Select(string table) => string.Join(", ", _columns.Select(column => $"{table}.{column.Name}"));

    /// <summary>Whether both rows have the same values in all of them.</summary>
    public bool AreSame(TRow one, TRow other) => _columns.TrueForAll(column => column.IsSame(one, other));

    public IEnumerator<Column<TRow>> GetEnumerator() => _columns.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Delegates of the getters themselves: large batches call them for each cell.
    private static Column<TRow> OfProperty(PropertyInfo property)
    {
        var (name, getter) = (JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name), property.GetMethod!);
        if (property.PropertyType == typeof(string)) return new(name, ColumnType.Text) { Text = getter.CreateDelegate<Func<TRow, string?>>() };
        if (property.PropertyType == typeof(byte[])) return new(name, ColumnType.Blob) { Blob = getter.CreateDelegate<Func<TRow, byte[]?>>() };
        if (property.PropertyType == typeof(long?)) return new(name, ColumnType.Integer) { Integer = getter.CreateDelegate<Func<TRow, long?>>() };
        var number = getter.CreateDelegate<Func<TRow, long>>();
        return new(name, ColumnType.Integer) { Integer = row => number(row) };
    }
}
