using System.Runtime.InteropServices;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// A table that is declared column by column: name, what it says, where its cell comes from. Columns stand in the order of their declaration.
/// A column whose cells may be null is one whose method or delegate says so.
/// </summary>
/// <param name="name">The frame's name.</param>
internal sealed class FrameBuilder<TRow>(string name) : IDisposable
{
    /// <summary>Rows that are written column by column: a column's code and memory serve many cells before the next one's.</summary>
    private const int Block = 64;

    private readonly List<Field> _fields = [];
    private readonly List<Action<ReadOnlySpan<TRow>>> _columns = [];
    private readonly List<TRow> _waiting = new(Block);
    private bool _isFinished;

    /// <summary>All but notices and the fields that name a row.</summary>
    public FrameMeta Meta { get; init; } = new() { PreferredVisualisationType = "table" };

    /// <summary>Names of the columns whose cells together name a row.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    public int RowCount { get; private set; }

    public void Text(string column, string help, Func<TRow, string> cell, FieldConfig? config = null) =>
        Add(new StringField(column) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void OptionalText(string column, string help, Func<TRow, string?> cell, FieldConfig? config = null) =>
        Add(new StringField(column, nullable: true) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Time(string column, string help, Func<TRow, DateTimeOffset> cell, FieldConfig? config = null) =>
        Add(new TimeField(column) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Time(string column, string help, Func<TRow, DateTimeOffset?> cell, FieldConfig? config = null) =>
        Add(new TimeField(column, nullable: true) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Number<T>(string column, string help, Func<TRow, T> cell, FieldConfig? config = null)
        where T : unmanaged =>
        Add(new NumberField<T>(column) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Number<T>(string column, string help, Func<TRow, T?> cell, FieldConfig? config = null)
        where T : unmanaged =>
        Add(new NumberField<T>(column, nullable: true) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Truth(string column, string help, Func<TRow, bool> cell, FieldConfig? config = null) =>
        Add(new BooleanField(column) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    public void Truth(string column, string help, Func<TRow, bool?> cell, FieldConfig? config = null) =>
        Add(new BooleanField(column, nullable: true) { Config = Describe(config, help) }, (field, row) => field.Append(cell(row)));

    /// <summary>Cells are the JSON values that are written; none where nothing is.</summary>
    public void Json(string column, string help, Action<Utf8JsonWriter, TRow> cell, FieldConfig? config = null) =>
        Add(new JsonField(column, nullable: true) { Config = Describe(config, help) }, (field, row) => field.Append(row, cell));

    /// <summary>Takes a row, whose cells may be written later.</summary>
    public void Append(TRow row)
    {
        _waiting.Add(row);
        RowCount++;
        if (_waiting.Count == Block) Write();
    }

    /// <summary>Takes rows up to a limit; true when there are more.</summary>
    public async Task<bool> AppendAsync(IAsyncEnumerable<TRow> rows, int limit)
    {
        await foreach (var row in rows)
        {
            if (RowCount == limit) return true;
            Append(row);
        }

        return false;
    }

    /// <summary>Gives up the columns to a frame that another builder finishes; their rows must be as many as its own.</summary>
    public IReadOnlyList<Field> Take()
    {
        Write();
        _isFinished = true;
        return _fields;
    }

    /// <summary>The frame with these rows behind those that it has.</summary>
    public Frame Finish(IEnumerable<TRow> rows, IReadOnlyList<Notice> notices)
    {
        foreach (var row in rows) Append(row);
        return Finish(notices);
    }

    /// <summary>The frame, which now owns the columns.</summary>
    /// <param name="notices">Messages shown with it.</param>
    /// <param name="further">Columns that stand behind those that were declared.</param>
    public Frame Finish(IReadOnlyList<Notice> notices, IReadOnlyList<Field>? further = null)
    {
        Write();
        _isFinished = true;
        return new Frame(name, [.. _fields, .. further ?? []])
        {
            Meta = Meta with
            {
                Notices = notices.Count == 0 ? null : notices,
                UniqueRowIdFields = Key.Count == 0 ? null : [.. Key.Select(key => _fields.FindIndex(field => field.Name == key))],
            },
        };
    }

    public void Dispose()
    {
        if (_isFinished) return;
        foreach (var field in _fields) field.Dispose();
    }

    private void Write()
    {
        var rows = CollectionsMarshal.AsSpan(_waiting);
        foreach (var column in _columns) column(rows);
        _waiting.Clear();
    }

    private static FieldConfig Describe(FieldConfig? config, string help) => (config ?? new FieldConfig()) with { Description = help };

    private void Add<TField>(TField field, Action<TField, TRow> append)
        where TField : Field
    {
        _fields.Add(field);
        _columns.Add(rows => { foreach (var row in rows) append(field, row); });
    }
}
