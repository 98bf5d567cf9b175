using System.Buffers;
using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using GrafanaGitOps.Protocol.Frames;
using Frame = GrafanaGitOps.Protocol.Frames.Frame;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>Frames as Arrow files, read by Apache.Arrow.</summary>
internal static class ArrowFiles
{
    private const int MagicLength = 8;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static byte[] Write(Frame frame)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameArrowWriter.Write(frame, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads by the footer and message by message, which must agree.</summary>
    public static ReadFrame Read(byte[] file)
    {
        using var byFooter = new ArrowFileReader(new MemoryStream(file));
        using var byMessage = new ArrowStreamReader(file.AsMemory(MagicLength));
        var read = Read(byFooter, byFooter.ReadNextRecordBatch);
        Read(byMessage, byMessage.ReadNextRecordBatch).ToString().Should().Be(read.ToString());
        return read;
    }

    private static ReadFrame Read(ArrowStreamReader reader, Func<RecordBatch?> next)
    {
        List<RecordBatch> batches = [];
        while (next() is { } batch) batches.Add(batch);
        var fields = reader.Schema.FieldsList.Select((field, index) => new ReadField(
            field.Name, NameOf(field.DataType), field.IsNullable, field.Metadata, [.. batches.SelectMany(batch => Cells(field, batch.Column(index)))]));
        return new ReadFrame(reader.Schema.Metadata, [.. fields], batches.Sum(batch => batch.Length), batches.Count(batch => batch.Length > 0));
    }

    private static IEnumerable<string?> Cells(Apache.Arrow.Field field, IArrowArray array)
    {
        (array.NullCount == 0 || field.IsNullable).Should().BeTrue($"{field.Name} has nulls but is not nullable.");
        array.NullCount.Should().Be(Enumerable.Range(0, array.Length).Count(array.IsNull));
        return Enumerable.Range(0, array.Length).Select(row => array.IsNull(row) ? null : Text(array, row));
    }

    private static string Text(IArrowArray array, int row) => array switch
    {
        // Texts are binary cells, too.
        BinaryArray cells => StrictUtf8.GetString(cells.GetBytes(row)),
        BooleanArray truths => truths.GetValue(row) == true ? "true" : "false",
        PrimitiveArray<float> numbers => Column.FloatText(numbers.Values[row]),
        PrimitiveArray<double> numbers => Column.FloatText(numbers.Values[row]),
        PrimitiveArray<sbyte> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<short> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<int> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<long> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<byte> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<ushort> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<uint> numbers => Digits(numbers.Values[row]),
        PrimitiveArray<ulong> numbers => Digits(numbers.Values[row]),
        _ => throw new InvalidDataException($"{array.GetType()} is none that frames use."),
    };

    private static string Digits(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>As apache-arrow calls it.</summary>
    private static string NameOf(IArrowType type) => type switch
    {
        StringType => "Utf8",
        BinaryType => "Binary",
        BooleanType => "Bool",
        FloatType => "Float<SINGLE>",
        DoubleType => "Float<DOUBLE>",
        TimestampType { Unit: TimeUnit.Nanosecond, Timezone: null or "" } => "Timestamp<NANOSECOND>",
        IntegerType integer => $"{(integer.IsSigned ? "Int" : "Uint")}{integer.BitWidth}",
        _ => throw new InvalidDataException($"{type.Name} is none that frames use."),
    };
}
