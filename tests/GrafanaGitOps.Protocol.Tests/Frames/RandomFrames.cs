using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>A frame as a property test states it.</summary>
internal sealed record RandomFrame(string Name, string RefId, IReadOnlyList<Column> Columns)
{
    public byte[] ToArrow()
    {
        using var frame = ToFrame();
        return ArrowFiles.Write(frame);
    }

    public ReadOnlyMemory<byte> ToJson()
    {
        using var frame = ToFrame();
        var output = new ArrayBufferWriter<byte>();
        FrameJsonWriter.Write(frame, output);
        return output.WrittenMemory;
    }

    public string Expected() => Column.Expected(Name, RefId, Columns).ToString();

    private Frame ToFrame() => new(Name, [.. Columns.Select(column => column.ToField())]) { RefId = RefId };
}

/// <summary>Makes frames of any types, lengths, nulls and texts, and smaller ones of those that fail.</summary>
internal static class RandomFrames
{
    private const int MaxRows = 70;
    private const int MaxColumns = 6;

    private static readonly Gen<long> Bits =
        from a in Gen.Choose(0, ushort.MaxValue)
        from b in Gen.Choose(0, ushort.MaxValue)
        from c in Gen.Choose(0, ushort.MaxValue)
        from d in Gen.Choose(0, ushort.MaxValue)
        select (long)a << 48 | (long)b << 32 | (long)c << 16 | (long)d;

    // Lone surrogates, NUL and other controls, letters, and pairs that make one emoji. Not U+FEFF in front: apache-arrow's decoder takes it for the
    // mark of UTF-8 and drops it.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.Choose(0x20, 0x7E).Select(code => ((char)code).ToString()),
        Gen.Choose(0, 0x1F).Select(code => ((char)code).ToString()),
        Gen.Choose(0xD800, 0xDFFF).Select(code => ((char)code).ToString()),
        Gen.Choose(0, 0xFFFF).Select(code => ((char)code).ToString()),
        Gen.Choose(0x1F300, 0x1FAFF).Select(char.ConvertFromUtf32)).ArrayOf().Select(parts => string.Concat(parts).TrimStart('\uFEFF'));

    private static readonly Gen<RandomFrame> Frame =
        from name in Text
        from refId in Text
        from rows in Gen.Choose(0, MaxRows)
        from count in Gen.Choose(0, MaxColumns)
        from columns in Gen.CollectToArray(Enumerable.Range(0, count), index => ColumnOf(index, rows))
        select new RandomFrame(name, refId, columns);

    public static Arbitrary<RandomFrame> Arbitrary { get; } = Arb.From(Frame, Shrink);

    private static Gen<Column> ColumnOf(int index, int rows) =>
        from name in Text
        from type in Gen.Elements(FrameSamples.Types.AsEnumerable())
        from nullable in Gen.Elements(true, false)
        from cells in Cell(type, nullable).ArrayOf(rows)
        select new Column($"{index} {name}", type, nullable, cells);

    private static Gen<object?> Cell(FieldType type, bool nullable)
    {
        var value = Value(type).Select(cell => (object?)cell);
        return nullable ? Gen.Frequency((3, value), (1, Gen.Constant<object?>(null))) : value;
    }

    private static Gen<object> Value(FieldType type) => type switch
    {
        FieldType.Time => Bits.Select(bits => (object)DateTimeOffset.UnixEpoch.AddTicks(bits / 100)),
        FieldType.String or FieldType.Json => Text.Select(text => (object)text),
        FieldType.Int8 => Bits.Select(bits => (object)(sbyte)bits),
        FieldType.Int16 => Bits.Select(bits => (object)(short)bits),
        FieldType.Int32 => Bits.Select(bits => (object)(int)bits),
        FieldType.Int64 => Bits.Select(bits => (object)bits),
        FieldType.UInt8 => Bits.Select(bits => (object)(byte)bits),
        FieldType.UInt16 => Bits.Select(bits => (object)(ushort)bits),
        FieldType.UInt32 => Bits.Select(bits => (object)(uint)bits),
        FieldType.UInt64 => Bits.Select(bits => (object)(ulong)bits),
        FieldType.Float32 => Bits.Select(bits => (object)BitConverter.Int32BitsToSingle((int)bits)),
        FieldType.Float64 => Bits.Select(bits => (object)BitConverter.Int64BitsToDouble(bits)),
        FieldType.Boolean => Bits.Select(bits => (object)(bits % 2 == 0)),
        FieldType.Enum => Gen.Choose(0, Column.EnumTexts.Count - 1).Select(index => (object)(ushort)index),
        _ => throw new InvalidOperationException($"{type} is a new type: add it here."),
    };

    private static IEnumerable<RandomFrame> Shrink(RandomFrame frame)
    {
        for (var i = 0; i < frame.Columns.Count; i++) yield return frame with { Columns = [.. frame.Columns.Take(i), .. frame.Columns.Skip(i + 1)] };
        var rows = frame.Columns.Count == 0 ? 0 : frame.Columns[0].Cells.Count;
        if (rows == 0) yield break;
        yield return Rows(frame, cells => cells.Take(rows / 2));
        yield return Rows(frame, cells => cells.Skip((rows + 1) / 2));
        yield return Rows(frame, cells => cells.SkipLast(1));
    }

    private static RandomFrame Rows(RandomFrame frame, Func<IReadOnlyList<object?>, IEnumerable<object?>> pick) =>
        frame with { Columns = [.. frame.Columns.Select(column => column with { Cells = [.. pick(column.Cells)] })] };
}
