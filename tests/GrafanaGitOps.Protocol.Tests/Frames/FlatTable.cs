using System.Buffers.Binary;
using System.Text;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>A table of a FlatBuffer. Every access checks bounds, alignment and the vtable, so that reading is validating.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _buffer;
    private readonly int _table;
    private readonly int _vtable;

    private FlatTable(ReadOnlySpan<byte> buffer, int table)
    {
        _buffer = buffer;
        _table = table;
        _vtable = table - Int32(buffer, table);
        Assert.InRange(_vtable, 4, buffer.Length - 4);
        Assert.Equal(0, _vtable % 2);
        Assert.InRange(VtableLength, 4, buffer.Length - _vtable);
        Assert.InRange(TableLength, 4, buffer.Length - table);
    }

    private int VtableLength => UInt16(_buffer, _vtable);

    private int TableLength => UInt16(_buffer, _vtable + 2);

    public static FlatTable Root(ReadOnlySpan<byte> buffer)
    {
        Assert.Equal(0, buffer.Length % 8);
        return new FlatTable(buffer, Int32(buffer, 0));
    }

    public bool Has(int field) => Position(field, 1) != 0;

    public byte Byte(int field) => Position(field, 1) is var position and not 0 ? _buffer[position] : (byte)0;

    public short Int16(int field) => Position(field, 2) is var position and not 0 ? (short)UInt16(_buffer, position) : (short)0;

    public int Int32(int field) => Position(field, 4) is var position and not 0 ? Int32(_buffer, position) : 0;

    public long Int64(int field) => Position(field, 8) is var position and not 0 ? Int64(_buffer, position) : 0;

    public FlatTable Table(int field) => new(_buffer, Target(Position(field, 4)));

    public string Text(int field)
    {
        var start = Target(Position(field, 4));
        var length = Int32(_buffer, start);
        Assert.Equal(0, _buffer[start + 4 + length]);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(_buffer.Slice(start + 4, length));
    }

    /// <summary>The number of elements of a vector and where its first is.</summary>
    public (int Count, int First) Vector(int field, int elementLength, int alignment)
    {
        if (Position(field, 4) is not (var position and not 0)) return (0, 0);
        var start = Target(position);
        var count = Int32(_buffer, start);
        Assert.InRange((long)count * elementLength, 0, _buffer.Length - start - 4);
        if (count > 0) Assert.Equal(0, (start + 4) % alignment);
        return (count, start + 4);
    }

    public FlatTable TableAt(int position) => new(_buffer, Target(position));

    public long Int64At(int position) => Int64(_buffer, position);

    public int Int32At(int position) => Int32(_buffer, position);

    private int Position(int field, int length)
    {
        var entry = 4 + field * 2;
        if (entry >= VtableLength) return 0;
        var offset = UInt16(_buffer, _vtable + entry);
        if (offset == 0) return 0;
        Assert.InRange(offset + length, 5, TableLength);
        return _table + offset;
    }

    private int Target(int position)
    {
        var distance = Int32(_buffer, position);
        Assert.InRange(distance, 4, _buffer.Length - position - 4);
        return position + distance;
    }

    private static ushort UInt16(ReadOnlySpan<byte> buffer, int position) => BinaryPrimitives.ReadUInt16LittleEndian(Aligned(buffer, position, 2));

    private static int Int32(ReadOnlySpan<byte> buffer, int position) => BinaryPrimitives.ReadInt32LittleEndian(Aligned(buffer, position, 4));

    private static long Int64(ReadOnlySpan<byte> buffer, int position) => BinaryPrimitives.ReadInt64LittleEndian(Aligned(buffer, position, 8));

    private static ReadOnlySpan<byte> Aligned(ReadOnlySpan<byte> buffer, int position, int length)
    {
        Assert.Equal(0, position % length);
        return buffer.Slice(position, length);
    }
}
