using System.Runtime.CompilerServices;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A named, typed column of a <see cref="Frame"/>. Cells are appended in row order, straight into pooled memory in Arrow's layout.</summary>
public abstract class Field : IDisposable
{
    // Made at the first null, because most columns have none and then need no bitmap.
    private BitBuffer? _validity;

    private protected Field(string name, FieldType type, bool nullable)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name;
        Type = type;
        IsNullable = nullable;
    }

    /// <summary>The column's name, <c>snake_case</c> in our queries.</summary>
    public string Name { get; }

    /// <summary>What a cell is.</summary>
    public FieldType Type { get; }

    /// <summary>Whether cells may be null. Grafana reads a field that is not nullable without looking at its validity bitmap.</summary>
    public bool IsNullable { get; }

    /// <summary>Dimensions of a number field; null when it has none.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>How Grafana shows the column; null leaves it to Grafana.</summary>
    public FieldConfig? Config { get; init; }

    /// <summary>The config with what the field itself adds to it; null where there is nothing to write.</summary>
    internal virtual FieldConfig? WrittenConfig => Config;

    /// <summary>The number of cells.</summary>
    public int Count { get; private set; }

    internal int NullCount { get; private set; }

    internal bool IsDisposed { get; private set; }

    /// <summary>One bit a cell, 1 for a value; empty when no cell is null.</summary>
    internal ReadOnlyMemory<byte> Validity => _validity is null ? default : _validity.Memory;

    /// <summary>Where each cell starts in <see cref="Values"/>, 32-bit, and where the last ends; empty for cells of one size.</summary>
    internal virtual ReadOnlyMemory<byte> Offsets => default;

    internal abstract ReadOnlyMemory<byte> Values { get; }

    /// <summary>Appends a null; an <see cref="InvalidOperationException"/> that names the field when it is not nullable.</summary>
    public void AppendNull()
    {
        if (!IsNullable)
            throw new InvalidOperationException($"Field \"{Name}\", row {Count}: a null came, but the field is not nullable; make it with nullable: true.");
        AppendEmpty();
        if (_validity is null)
        {
            _validity = new BitBuffer(this);
            _validity.AppendOnes(Count);
        }

        _validity.Append(false);
        NullCount++;
        Count++;
    }

    /// <summary>Returns the memory to the pool; the field refuses cells afterwards. The frame that has the field does this.</summary>
    public void Dispose()
    {
        IsDisposed = true;
        _validity?.Dispose();
        DisposeValues();
        GC.SuppressFinalize(this);
    }

    /// <summary>Appends what stands in the column's buffers at a null.</summary>
    private protected abstract void AppendEmpty();

    private protected abstract void DisposeValues();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private protected void CountValue()
    {
        _validity?.Append(true);
        Count++;
    }
}
