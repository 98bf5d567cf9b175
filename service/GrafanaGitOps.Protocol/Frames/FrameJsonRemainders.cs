using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>
/// What stands beside <c>values</c> in a frame's JSON, only where a column needs it: <c>entities</c>, the rows of NaN and infinities,
/// which are null in <c>values</c>, and <c>nanos</c>, what milliseconds leave of a time.
/// </summary>
internal static class FrameJsonRemainders
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    public static void Write(Utf8JsonWriter writer, Frame frame)
    {
        if (frame.Fields.Any(HasEntities)) WriteEach(writer, "entities", frame, HasEntities, WriteEntities);
        if (frame.Fields.Any(HasNanos)) WriteEach(writer, "nanos", frame, HasNanos, WriteNanos);
    }

    /// <summary>Rounded down also before 1970, so that what is left is never negative.</summary>
    public static long Milliseconds(long nanoseconds) =>
        nanoseconds / NanosecondsPerMillisecond - (nanoseconds % NanosecondsPerMillisecond < 0 ? 1 : 0);

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

    private static bool HasNanos(Field field)
    {
        if (field.Type != FieldType.Time) return false;
        foreach (var time in MemoryMarshal.Cast<byte, long>(field.Values.Span))
            if (time % NanosecondsPerMillisecond != 0) return true;
        return false;
    }

    private static void WriteNanos(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartArray();
        foreach (var time in MemoryMarshal.Cast<byte, long>(field.Values.Span))
            writer.WriteNumberValue(time - Milliseconds(time) * NanosecondsPerMillisecond);
        writer.WriteEndArray();
    }

    private static bool HasEntities(Field field) => field.Type switch
    {
        FieldType.Float32 => HasEntities<float>(field),
        FieldType.Float64 => HasEntities<double>(field),
        _ => false,
    };

    private static bool HasEntities<T>(Field field)
        where T : unmanaged, INumberBase<T>
    {
        foreach (var value in MemoryMarshal.Cast<byte, T>(field.Values.Span))
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
        var values = MemoryMarshal.Cast<byte, T>(field.Values.Span);
        for (var row = 0; row < values.Length; row++)
        {
            if (!matches(values[row])) continue;
            if (!started) writer.WriteStartArray(name);
            started = true;
            writer.WriteNumberValue(row);
        }

        if (started) writer.WriteEndArray();
    }
}
