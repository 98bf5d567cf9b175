using System.Runtime.InteropServices;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The cells of a frame as JSON, straight from the columns' buffers.</summary>
internal static class FrameJsonValues
{
    private delegate void CellWriter<T>(Utf8JsonWriter writer, T value);

    public static void WriteData(Utf8JsonWriter writer, Frame frame)
    {
        writer.WriteStartObject("data");
        writer.WriteStartArray("values");
        foreach (var field in frame.Fields)
        {
            writer.WriteStartArray();
            WriteColumn(writer, field);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        FrameJsonRemainders.Write(writer, frame);
        writer.WriteEndObject();
    }

    private static void WriteColumn(Utf8JsonWriter writer, Field field)
    {
        switch (field.Type)
        {
            case FieldType.Time: WriteCells<long>(writer, field, static (to, value) => to.WriteNumberValue(FrameJsonRemainders.Milliseconds(value))); break;
            case FieldType.Int8: WriteCells<sbyte>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.Int16: WriteCells<short>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.Int32: WriteCells<int>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.Int64: WriteCells<long>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.UInt8: WriteCells<byte>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.UInt16 or FieldType.Enum: WriteCells<ushort>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.UInt32: WriteCells<uint>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.UInt64: WriteCells<ulong>(writer, field, static (to, value) => to.WriteNumberValue(value)); break;
            case FieldType.Float32: WriteCells<float>(writer, field, WriteFloat); break;
            case FieldType.Float64: WriteCells<double>(writer, field, WriteFloat); break;
            case FieldType.Boolean: WriteBooleans(writer, field); break;
            case FieldType.String: WriteTexts(writer, field); break;
            case FieldType.Json: WriteJson(writer, field); break;
            default: throw new InvalidOperationException($"Field \"{field.Name}\": type {field.Type} has no JSON.");
        }
    }

    private static void WriteCells<T>(Utf8JsonWriter writer, Field field, CellWriter<T> write)
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(field.Values.Span);
        for (var row = 0; row < values.Length; row++)
        {
            if (IsNull(field, row)) writer.WriteNullValue();
            else write(writer, values[row]);
        }
    }

    private static void WriteFloat(Utf8JsonWriter writer, float value)
    {
        if (float.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }

    private static void WriteFloat(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteNullValue();
    }

    private static void WriteBooleans(Utf8JsonWriter writer, Field field)
    {
        var bits = field.Values.Span;
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row)) writer.WriteNullValue();
            else writer.WriteBooleanValue(BitBuffer.IsSet(bits, row));
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, Field field)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(field.Offsets.Span);
        var values = field.Values.Span;
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row)) writer.WriteNullValue();
            else writer.WriteStringValue(values[offsets[row]..offsets[row + 1]]);
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, Field field)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(field.Offsets.Span);
        var values = field.Values.Span;
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row))
            {
                writer.WriteNullValue();
                continue;
            }

            try
            {
                writer.WriteRawValue(values[offsets[row]..offsets[row + 1]]);
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException)
            {
                throw new FrameException($"Field \"{field.Name}\", row {row}: the cell is not the text of one JSON value; {exception.Message}", exception);
            }
        }
    }

    private static bool IsNull(Field field, int row) => field.NullCount > 0 && !BitBuffer.IsSet(field.Validity.Span, row);
}
