namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>What a statement does with each row.</summary>
internal enum RowAction
{
    /// <summary>Adds it; it must not be there.</summary>
    Insert,

    /// <summary>Adds it unless one with the same unique columns is there.</summary>
    InsertIfAbsent,

    /// <summary>Sets the values of the row with its key, if there is one.</summary>
    Update,

    /// <summary>Removes the row with its key, if there is one.</summary>
    Delete,
}

/// <summary>
/// A statement that is run for many rows: <see cref="BulkWriter.RunAsync"/> binds it row by row in SQLite and sends all at once, as arrays, to
/// PostgreSQL. It is made once and kept, because SQLite's prepared form is found by it.
/// </summary>
internal sealed class RowStatement<TRow>(RowAction action, string table, ColumnList<TRow> key, ColumnList<TRow> values)
{
    public RowAction Action => action;

    public string Table => table;

    public ColumnList<TRow> Key => key;

    public ColumnList<TRow> Values => values;

    /// <summary>Key and values, in the order of the parameters.</summary>
    public ColumnList<TRow> Columns { get; } = [.. key, .. values];
}
