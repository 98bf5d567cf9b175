using System.Buffers.Binary;
using System.Globalization;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>
/// Reads the Arrow files that frames make and asserts what Arrow demands of the layout beyond what a lenient reader needs:
/// alignment, lengths, an end-of-stream marker, a footer that agrees with the messages.
/// </summary>
internal static class ArrowFileReader
{
    public const int Alignment = 64;
    private const short VersionV5 = 4;

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
        return ArrowBatchReader.Read(schema, message.Table(2), file.Slice(end, (int)bodyLength));
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
}
