using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>
/// The cells of a frame as JSON, straight from the columns' buffers: <c>values</c>, and beside it, only where a column needs them,
/// <c>entities</c> (the rows of NaN and infinities, which are null in <c>values</c>) and <c>nanos</c> (what milliseconds leave of a time).
/// </summary>
internal static class FrameJsonValues
{
    private const long NanosecondsPerMillisecond = 1_000_000;

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
        if (frame.Fields.Any(HasEntities)) WriteEach(writer, "entities", frame, HasEntities, WriteEntities);
        if (frame.Fields.Any(HasNanos)) WriteEach(writer, "nanos", frame, HasNanos, WriteNanos);
        writer.WriteEndObject();
    }

    private static void WriteEach(Utf8JsonWriter writer, string name, Frame frame, Func<Field, bool> has, Action<Utf8JsonWriter, Field> write)
    {
        writer.WriteStartArray(name);
        foreach (var field in frame.Fields)
        {
            if (has(field)) write(writer, field);
            else writer.WriteNullValue();
        }

        writer.WriteEndArray();
    }

    private static void WriteColumn(Utf8JsonWriter writer, Field field)
    {
        switch (field.Type)
        {
            case FieldType.Time: WriteCells<long>(writer, field, static (to, value) => to.WriteNumberValue(Milliseconds(value))); break;
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
        var values = MemoryMarshal.Cast<byte, T>(field.Values);
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
        var bits = field.Values;
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row)) writer.WriteNullValue();
            else writer.WriteBooleanValue(BitBuffer.IsSet(bits, row));
        }
    }

    private static void WriteTexts(Utf8JsonWriter writer, Field field)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(field.Offsets);
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row)) writer.WriteNullValue();
            else writer.WriteStringValue(field.Values[offsets[row]..offsets[row + 1]]);
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, Field field)
    {
        var offsets = MemoryMarshal.Cast<byte, int>(field.Offsets);
        for (var row = 0; row < field.Count; row++)
        {
            if (IsNull(field, row))
            {
                writer.WriteNullValue();
                continue;
            }

            try
            {
                writer.WriteRawValue(field.Values[offsets[row]..offsets[row + 1]]);
            }
            catch (Exception exception) when (exception is JsonException or ArgumentException)
            {
                throw new FrameException($"Field \"{field.Name}\", row {row}: the cell is not the text of one JSON value; {exception.Message}", exception);
            }
        }
    }

    private static bool HasNanos(Field field)
    {
        if (field.Type != FieldType.Time) return false;
        foreach (var time in MemoryMarshal.Cast<byte, long>(field.Values))
            if (time % NanosecondsPerMillisecond != 0) return true;
        return false;
    }

    private static void WriteNanos(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartArray();
        foreach (var time in MemoryMarshal.Cast<byte, long>(field.Values))
            writer.WriteNumberValue(time - Milliseconds(time) * NanosecondsPerMillisecond);
        writer.WriteEndArray();
    }

    /// <summary>Rounded down also before 1970, so that what is left is never negative.</summary>
    private static long Milliseconds(long nanoseconds) =>
        nanoseconds / NanosecondsPerMillisecond - (nanoseconds % NanosecondsPerMillisecond < 0 ? 1 : 0);

    private static bool HasEntities(Field field) => field.Type switch
    {
        FieldType.Float32 => HasEntities<float>(field),
        FieldType.Float64 => HasEntities<double>(field),
        _ => false,
    };

    private static bool HasEntities<T>(Field field)
        where T : unmanaged, INumberBase<T>
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(field.Values))
            if (!T.IsFinite(value)) return true;
        return false;
    }

    private static void WriteEntities(Utf8JsonWriter writer, Field field)
    {
        if (field.Type == FieldType.Float32) WriteEntities<float>(writer, field);
        else WriteEntities<double>(writer, field);
    }

    private static void WriteEntities<T>(Utf8JsonWriter writer, Field field)
        where T : unmanaged, INumberBase<T>
    {
        writer.WriteStartObject();
        WriteRows<T>(writer, "NaN", field, T.IsNaN);
        WriteRows<T>(writer, "Inf", field, T.IsPositiveInfinity);
        WriteRows<T>(writer, "NegInf", field, T.IsNegativeInfinity);
        writer.WriteEndObject();
    }

    private static void WriteRows<T>(Utf8JsonWriter writer, string name, Field field, Predicate<T> matches)
        where T : unmanaged
    {
        var started = false;
        var values = MemoryMarshal.Cast<byte, T>(field.Values);
        for (var row = 0; row < values.Length; row++)
        {
            if (!matches(values[row])) continue;
            if (!started) writer.WriteStartArray(name);
            started = true;
            writer.WriteNumberValue(row);
        }

        if (started) writer.WriteEndArray();
    }

    private static bool IsNull(Field field, int row) => field.NullCount > 0 && !BitBuffer.IsSet(field.Validity, row);
}
