using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>
/// Writes one FlatBuffer, the format of Arrow's metadata. It is written from its end to its start, because every
/// reference must point forward: what is referred to is written first. A place in it is given as the number of bytes
/// from there to the end, which stays the same while the buffer grows at the front.
/// </summary>
internal sealed class FlatBufferBuilder : IDisposable
{
    /// <summary>The most fields that a table of Arrow's schemas has.</summary>
    private const int MaxTableFields = 8;

    // The largest scalar, a 64-bit number; with the whole a multiple of it, every inner alignment holds from the start as well.
    private const int LargestAlignment = 8;

    private readonly int[] _fields = new int[MaxTableFields];
    private byte[] _array = ArrayPool<byte>.Shared.Rent(1024);
    private int _used;
    private int _tableEnd;
    private int _fieldCount;

    /// <summary>The finished FlatBuffer; its length is a multiple of 8.</summary>
    public ReadOnlySpan<byte> Written => _array.AsSpan(_array.Length - _used);

    public int Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        // A zero that the length does not count ends the text.
        Prepare(length + 1, sizeof(int));
        Push<byte>(0);
        Encoding.UTF8.GetBytes(text, Take(length));
        Push(length);
        return _used;
    }

    public int Text(ReadOnlySpan<byte> utf8)
    {
        Prepare(utf8.Length + 1, sizeof(int));
        Push<byte>(0);
        utf8.CopyTo(Take(utf8.Length));
        Push(utf8.Length);
        return _used;
    }

    /// <summary>A vector of references to tables.</summary>
    public int References(ReadOnlySpan<int> targets)
    {
        Prepare(targets.Length * sizeof(int), sizeof(int));
        for (var i = targets.Length - 1; i >= 0; i--) Push(Reference(targets[i]));
        Push(targets.Length);
        return _used;
    }

    /// <summary>A vector of structs that have the layout of <typeparamref name="T"/> and are aligned to 8.</summary>
    public int Structs<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Prepare(values.Length * Unsafe.SizeOf<T>(), LargestAlignment);
        for (var i = values.Length - 1; i >= 0; i--) Push(values[i]);
        Push(values.Length);
        return _used;
    }

    public void StartTable(int fieldCount)
    {
        Debug.Assert(fieldCount <= MaxTableFields);
        _fieldCount = fieldCount;
        _fields.AsSpan().Clear();
        _tableEnd = _used;
    }

    public void Scalar<T>(int field, T value)
        where T : unmanaged
    {
        Prepare(Unsafe.SizeOf<T>(), Unsafe.SizeOf<T>());
        Push(value);
        _fields[field] = _used;
    }

    /// <summary>A reference to what was written before; 0 leaves the field out.</summary>
    public void Reference(int field, int target)
    {
        if (target == 0) return;
        Prepare(sizeof(int), sizeof(int));
        Push(Reference(target));
        _fields[field] = _used;
    }

    public int EndTable()
    {
        // A table starts with the distance back to its vtable, which stands right before it.
        Prepare(sizeof(int), sizeof(int));
        Push(sizeof(ushort) * (_fieldCount + 2));
        var table = _used;
        for (var i = _fieldCount - 1; i >= 0; i--) Push((ushort)(_fields[i] == 0 ? 0 : table - _fields[i]));
        Push((ushort)(table - _tableEnd));
        Push((ushort)(sizeof(ushort) * (_fieldCount + 2)));
        return table;
    }

    public void Finish(int root)
    {
        Prepare(sizeof(int), LargestAlignment);
        Push(Reference(root));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _used = 0;
    }

    /// <summary>The distance to a target from the reference that is pushed next.</summary>
    private int Reference(int target) => _used + sizeof(int) - target;

    /// <summary>Pads so that after <paramref name="size"/> more bytes the place is a multiple of the alignment.</summary>
    private void Prepare(int size, int alignment) => Take(-(_used + size) & (alignment - 1)).Clear();

    private void Push<T>(T value)
        where T : unmanaged => Unsafe.WriteUnaligned(ref Take(Unsafe.SizeOf<T>())[0], value);

    private Span<byte> Take(int count)
    {
        if (count > _array.Length - _used) Grow(count);
        _used += count;
        return _array.AsSpan(_array.Length - _used, count);
    }

    private void Grow(int count)
    {
        var array = ArrayPool<byte>.Shared.Rent(Math.Max(_array.Length * 2, checked(_used + count)));
        Written.CopyTo(array.AsSpan(array.Length - _used));
        ArrayPool<byte>.Shared.Return(_array);
        _array = array;
    }
}
