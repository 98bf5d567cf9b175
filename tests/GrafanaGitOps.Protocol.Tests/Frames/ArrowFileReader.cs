using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>
/// Reads the Arrow files that frames make and asserts what Arrow demands of the layout beyond what a lenient reader needs:
/// alignment, lengths, zeroed padding, offsets that never fall, bitmaps that agree with the count of nulls.
/// </summary>
internal static class ArrowFileReader
{
    private const int Alignment = 64;
    private const short VersionV5 = 4;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static ReadFrame Read(ReadOnlySpan<byte> file)
    {
        Assert.Equal("ARROW1\0\0"u8, file[..8]);
        Assert.Equal("ARROW1"u8, file[^6..]);
        var footerLength = BinaryPrimitives.ReadInt32LittleEndian(file[^10..]);
        var footerStart = file.Length - 10 - footerLength;
        Assert.Equal(0, footerStart % 8);
        Assert.Equal("FFFFFFFF00000000", Convert.ToHexString(file[(footerStart - 8)..footerStart]));
        var footer = FlatTable.Root(file.Slice(footerStart, footerLength));
        Assert.Equal(VersionV5, footer.Int16(0));
        Assert.Equal(0, footer.Vector(2, 24, 8).Count);

        var (message, end) = ReadMessage(file, 8, header: 1);
        Assert.Equal(0, message.Int64(3));
        var schema = Schema(footer.Table(1));
        Assert.Equal(schema.ToString(), Schema(message.Table(2)).ToString());

        var (batches, block) = footer.Vector(3, 24, 8);
        Assert.InRange(batches, 0, 1);
        if (batches == 0)
        {
            Assert.Equal(footerStart - 8, end);
            return schema;
        }

        Assert.Equal(end, footer.Int64At(block));
        var bodyLength = footer.Int64At(block + 16);
        (message, end) = ReadMessage(file, end, header: 3);
        Assert.Equal(end, footer.Int64At(block) + footer.Int32At(block + 8));
        Assert.Equal(bodyLength, message.Int64(3));
        Assert.Equal(footerStart - 8, end + bodyLength);
        return Batch(schema, message.Table(2), file.Slice(end, (int)bodyLength));
    }

    private static Message ReadMessage(ReadOnlySpan<byte> file, int start, byte header)
    {
        Assert.Equal(-1, BinaryPrimitives.ReadInt32LittleEndian(file[start..]));
        var length = BinaryPrimitives.ReadInt32LittleEndian(file[(start + 4)..]);
        var end = start + 8 + length;
        Assert.Equal(0, end % Alignment);
        var message = FlatTable.Root(file.Slice(start + 8, length));
        Assert.Equal(VersionV5, message.Int16(0));
        Assert.Equal(header, message.Byte(1));
        return new Message(message, end);
    }

    private static ReadFrame Schema(FlatTable schema)
    {
        Assert.Equal(0, schema.Int16(0));
        var (count, first) = schema.Vector(1, 4, 4);
        var fields = new List<ReadField>(count);
        for (var i = 0; i < count; i++)
        {
            var field = schema.TableAt(first + i * 4);
            Assert.False(field.Has(4), "A frame has no dictionaries.");
            Assert.Equal(0, field.Vector(5, 4, 4).Count);
            fields.Add(new ReadField(field.Text(0), TypeName(field.Byte(2), field.Table(3)), field.Byte(1) == 1, Pairs(field, 6), []));
        }

        return new ReadFrame(Pairs(schema, 2), fields, 0, 0);
    }

    private static string TypeName(byte number, FlatTable type) => number switch
    {
        2 => (type.Byte(1) == 1 ? "Int" : "Uint") + type.Int32(0).ToString(CultureInfo.InvariantCulture),
        3 => type.Int16(0) == 1 ? "Float<SINGLE>" : "Float<DOUBLE>",
        4 => "Binary",
        5 => "Utf8",
        6 => "Bool",
        10 when type.Int16(0) == 3 && !type.Has(1) => "Timestamp<NANOSECOND>",
        _ => throw new InvalidDataException($"Arrow type {number} is none that frames use."),
    };

    private static Dictionary<string, string> Pairs(FlatTable table, int field)
    {
        var (count, first) = table.Vector(field, 4, 4);
        var pairs = new Dictionary<string, string>(count);
        for (var i = 0; i < count; i++)
        {
            var pair = table.TableAt(first + i * 4);
            pairs.Add(pair.Text(0), pair.Text(1));
        }

        return pairs;
    }

    private static ReadFrame Batch(ReadFrame schema, FlatTable batch, ReadOnlySpan<byte> body)
    {
        Assert.False(batch.Has(3), "A frame is not compressed.");
        var rows = (int)batch.Int64(0);
        var (nodes, node) = batch.Vector(1, 16, 8);
        Assert.Equal(schema.Fields.Count, nodes);
        var buffers = new BufferReader(batch, body);
        var fields = new List<ReadField>(nodes);
        foreach (var field in schema.Fields)
        {
            Assert.Equal(rows, batch.Int64At(node));
            fields.Add(field with { Cells = Cells(field, rows, (int)batch.Int64At(node + 8), ref buffers) });
            node += 16;
        }

        buffers.AssertEnd();
        return schema with { Fields = fields, Rows = rows, Batches = 1 };
    }

    private static string?[] Cells(ReadField field, int rows, int nulls, ref BufferReader buffers)
    {
        var validity = buffers.Next();
        if (nulls == 0) Assert.Equal(0, validity.Length);
        else AssertBits(validity, rows, rows - nulls);
        Assert.True(nulls == 0 || field.Nullable, $"{field.Name} has nulls but is not nullable.");
        var hasOffsets = field.Type is "Utf8" or "Binary";
        var offsets = hasOffsets ? MemoryMarshal.Cast<byte, int>(buffers.Next()) : [];
        var values = buffers.Next();
        if (hasOffsets) AssertOffsets(offsets, rows, values.Length);
        if (field.Type == "Bool") AssertBits(values, rows, null);
        var cell = CellReader(field.Type, rows, offsets.ToArray(), values.ToArray());
        var cells = new string?[rows];
        for (var row = 0; row < rows; row++)
            if (nulls == 0 || (validity[row / 8] & 1 << row % 8) != 0) cells[row] = cell(row);
        return cells;
    }

    private static Func<int, string> CellReader(string type, int rows, int[] offsets, byte[] values) => type switch
    {
        "Utf8" or "Binary" => row => StrictUtf8.GetString(values.AsSpan(offsets[row]..offsets[row + 1])),
        "Bool" => row => (values[row / 8] & 1 << row % 8) != 0 ? "true" : "false",
        "Int8" => Numbers<sbyte>(values, rows),
        "Int16" => Numbers<short>(values, rows),
        "Int32" => Numbers<int>(values, rows),
        "Int64" or "Timestamp<NANOSECOND>" => Numbers<long>(values, rows),
        "Uint8" => Numbers<byte>(values, rows),
        "Uint16" => Numbers<ushort>(values, rows),
        "Uint32" => Numbers<uint>(values, rows),
        "Uint64" => Numbers<ulong>(values, rows),
        "Float<SINGLE>" => Numbers<float>(values, rows),
        "Float<DOUBLE>" => Numbers<double>(values, rows),
        _ => throw new InvalidDataException($"{type} is none that frames use."),
    };

    private static Func<int, string> Numbers<T>(byte[] values, int rows)
        where T : unmanaged, INumber<T>
    {
        var numbers = MemoryMarshal.Cast<byte, T>(values).ToArray();
        Assert.Equal(rows, numbers.Length);
        return numbers switch
        {
            float[] singles => row => Column.FloatText(singles[row]),
            double[] doubles => row => Column.FloatText(doubles[row]),
            _ => row => numbers[row].ToString(null, CultureInfo.InvariantCulture),
        };
    }

    private static void AssertOffsets(ReadOnlySpan<int> offsets, int rows, int length)
    {
        Assert.Equal(rows + 1, offsets.Length);
        Assert.Equal(0, offsets[0]);
        Assert.Equal(length, offsets[^1]);
        for (var i = 1; i < offsets.Length; i++)
            if (offsets[i] < offsets[i - 1]) Assert.Fail($"Offset {i} falls.");
    }

    private static void AssertBits(ReadOnlySpan<byte> bits, int count, int? ones)
    {
        Assert.Equal((count + 7) / 8, bits.Length);
        if (count % 8 != 0) Assert.Equal(0, bits[^1] >> count % 8);
        var set = 0;
        foreach (var octet in bits) set += BitOperations.PopCount(octet);
        if (ones is { } expected) Assert.Equal(expected, set);
    }

    /// <summary>A message of the file and where its body starts.</summary>
    private readonly ref struct Message(FlatTable table, int end)
    {
        private readonly FlatTable _table = table;

        public void Deconstruct(out FlatTable table, out int bodyStart)
        {
            table = _table;
            bodyStart = end;
        }
    }

    /// <summary>Goes through the buffers of a batch, which stand in order, aligned, with zeros between them.</summary>
    private ref struct BufferReader(FlatTable batch, ReadOnlySpan<byte> body)
    {
        private readonly FlatTable _batch = batch;
        private readonly ReadOnlySpan<byte> _body = body;
        private readonly int _count = batch.Vector(2, 16, 8).Count;
        private int _entry = batch.Vector(2, 16, 8).First;
        private int _read;
        private long _end;

        public ReadOnlySpan<byte> Next()
        {
            Assert.True(_read++ < _count, "There are fewer buffers than the fields need.");
            var offset = _batch.Int64At(_entry);
            var length = _batch.Int64At(_entry + 8);
            _entry += 16;
            AssertPadding(offset);
            Assert.Equal(0, offset % Alignment);
            _end = offset + length;
            return _body.Slice((int)offset, (int)length);
        }

        public void AssertEnd()
        {
            Assert.Equal(_count, _read);
            AssertPadding(_body.Length);
        }

        private readonly void AssertPadding(long to)
        {
            Assert.InRange(to - _end, 0, Alignment - 1);
            Assert.False(_body[(int)_end..(int)to].ContainsAnyExcept((byte)0), "The padding is not zero.");
        }
    }
}
