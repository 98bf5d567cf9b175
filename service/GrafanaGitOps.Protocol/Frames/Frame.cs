using System.Runtime.CompilerServices;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A Grafana data frame: named columns of equal length, with what Grafana should know about them. Returns its memory when disposed.</summary>
public sealed class Frame : IDisposable
{
    // One for each frame that shares the cells; the last one that is disposed returns the memory.
    private readonly StrongBox<int> _owners;
    private int _isDisposed;

    /// <summary>Makes a frame; all fields must have the same count when it is written, and no two the same name and labels.</summary>
    public Frame(string name, params IReadOnlyList<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(fields);
        Name = name;
        Fields = fields;
        _owners = new StrongBox<int>(1);
    }

    private Frame(Frame shared)
    {
        (Name, Fields, Meta, _owners) = (shared.Name, shared.Fields, shared.Meta, shared._owners);
        Interlocked.Increment(ref _owners.Value);
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

    /// <summary>Bytes of all cells.</summary>
    public long Size => Fields.Sum(column => (long)column.Values.Length + column.Offsets.Length + column.Validity.Length);

    /// <summary>
    /// Another frame over the same cells, with a RefId of its own, so that one answer can be given several times. No cell may be appended any more.
    /// The memory is returned when all of them are disposed. An <see cref="ObjectDisposedException"/> when this one is.
    /// </summary>
    public Frame Share()
    {
        ObjectDisposedException.ThrowIf(_isDisposed != 0, this);
        return new Frame(this);
    }

    /// <summary>Returns the memory of all fields to the pool; neither the frame nor its fields can be used afterwards, unless another frame shares them. A second call does nothing.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0 || Interlocked.Decrement(ref _owners.Value) > 0) return;
        foreach (var field in Fields) field.Dispose();
    }
}
