namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A Grafana data frame: named columns of equal length, with what Grafana should know about them. Returns its memory when disposed.</summary>
public sealed class Frame : IDisposable
{
    /// <summary>Makes a frame; all fields must have the same count when it is written, and no two the same name and labels.</summary>
    public Frame(string name, params IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fields);
        Name = name;
        Fields = fields;
    }

    /// <summary>The frame's name; shown as a series name where fields have none.</summary>
    public string Name { get; }

    /// <summary>The query it answers; set by the plugin layer.</summary>
    public string? RefId { get; set; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>Type, notices and hints for Grafana; null for none.</summary>
    public FrameMeta? Meta { get; set; }

    /// <summary>The number of rows, 0 when there are no fields.</summary>
    public int RowCount => Fields.Count == 0 ? 0 : Fields[0].Count;

    /// <summary>Returns the memory of all fields to the pool; neither the frame nor its fields can be used afterwards. A second call does nothing.</summary>
    public void Dispose()
    {
        foreach (var field in Fields) field.Dispose();
    }
}
