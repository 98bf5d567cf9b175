namespace GrafanaGitOps.Service.Storage.Rows;

/// <summary>A table, or some columns of one, as rows of one kind are written to it.</summary>
internal sealed class RowTable<TRow>(string name, ColumnList<TRow> key, ColumnList<TRow> values)
{
    public ColumnList<TRow> Columns { get; } = [.. key, .. values];

    public RowStatement<TRow> Insert { get; } = new(RowAction.Insert, name, key, values);

    public RowStatement<TRow> Update { get; } = new(RowAction.Update, name, key, values);

    public RowStatement<TRow> Delete { get; } = new(RowAction.Delete, name, key, []);

    /// <summary>Every property that can be set is a column.</summary>
    /// <param name="name">The table.</param>
    /// <param name="key">The properties that are the key.</param>
    public static RowTable<TRow> Of(string name, params string[] key) => new(name, ColumnList<TRow>.Of(key), ColumnList<TRow>.AllBut([], key));

    /// <summary>All columns of the rows that the condition leaves.</summary>
    /// <param name="end">What follows the table's name, which is short <c>t</c>.</param>
    public string Select(string end) => $"SELECT {Columns.Select("t")} FROM {Insert.Table} t {end}";

    /// <summary>Writes in what these rows differ from the stored ones; says what that means for answers.</summary>
    /// <param name="transaction">Where it writes.</param>
    /// <param name="stored">The rows as they are stored.</param>
    /// <param name="rows">The rows as they are to be; of several with one key the first counts.</param>
    /// <param name="shown">Columns that answers show: when only others changed, answers stay as they are.</param>
    /// <param name="isWhole">Whether stored rows that are not among these go.</param>
    public async Task<WriteEffect> ReplaceAsync(
        DatabaseTransaction transaction, IEnumerable<TRow> stored, IEnumerable<TRow> rows, ColumnList<TRow> shown, bool isWhole)
    {
        var before = stored.ToDictionary(KeyOf);
        var after = rows.DistinctBy(KeyOf).ToDictionary(KeyOf);
        var added = after.ExceptBy(before.Keys, pair => pair.Key).Select(pair => pair.Value).ToList();
        var gone = isWhole ? before.ExceptBy(after.Keys, pair => pair.Key).Select(pair => pair.Value).ToList() : [];
        var changed = after.Where(pair => before.TryGetValue(pair.Key, out var row) && !Columns.AreSame(row, pair.Value)).ToList();
        await transaction.RunAsync(Delete, gone);
        await transaction.RunAsync(Insert, added);
        await transaction.RunAsync(Update, changed.ConvertAll(pair => pair.Value));
        var isShown = added.Count + gone.Count > 0 || changed.Exists(pair => !shown.AreSame(before[pair.Key], pair.Value));
        return isShown ? WriteEffect.Answers : changed.Count > 0 ? WriteEffect.State : WriteEffect.None;
    }

    // Keys are texts, and clean, so that none holds the character between them.
    private string KeyOf(TRow row) => string.Join('\0', Insert.Key.Select(column => column.Text!(row)));
}
