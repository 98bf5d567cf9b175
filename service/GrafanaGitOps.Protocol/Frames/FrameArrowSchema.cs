using System.Buffers;
using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The Arrow schema of a frame: a column for each field, and Grafana's metadata on the whole and on each.</summary>
internal static class FrameArrowSchema
{
    private static readonly TimestampType Nanoseconds = new(TimeUnit.Nanosecond, timezone: (string?)null);

    public static Schema Of(Frame frame)
    {
        using var json = new JsonTexts();
        var metadata = new Dictionary<string, string> { ["name"] = frame.Name, ["refId"] = frame.RefId ?? "" };
        if (frame.Meta is { } meta) metadata["meta"] = json.Text(meta, FrameMetaJson.Write);
        return new Schema(frame.Fields.Select(field => ColumnOf(field, json)), metadata);
    }

    private static Apache.Arrow.Field ColumnOf(Field field, JsonTexts json)
    {
        var metadata = new Dictionary<string, string> { ["tstype"] = FieldTypeNames.Simple(field.Type) };
        if (field.Labels is { } labels) metadata["labels"] = json.Text(labels, FieldConfigJson.WriteLabels);
        if (FieldConfigJson.IsNeeded(field)) metadata["config"] = json.Text(field, FieldConfigJson.Write);
        return new Apache.Arrow.Field(field.Name, TypeOf(field.Type), field.IsNullable, metadata);
    }

    private static IArrowType TypeOf(FieldType type) => type switch
    {
        FieldType.Time => Nanoseconds,
        FieldType.String => StringType.Default,
        FieldType.Int8 => Int8Type.Default,
        FieldType.Int16 => Int16Type.Default,
        FieldType.Int32 => Int32Type.Default,
        FieldType.Int64 => Int64Type.Default,
        FieldType.UInt8 => UInt8Type.Default,
        FieldType.UInt16 or FieldType.Enum => UInt16Type.Default,
        FieldType.UInt32 => UInt32Type.Default,
        FieldType.UInt64 => UInt64Type.Default,
        FieldType.Float32 => FloatType.Default,
        FieldType.Float64 => DoubleType.Default,
        FieldType.Boolean => BooleanType.Default,
        FieldType.Json => BinaryType.Default,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>Makes the JSON texts of one schema in the same memory.</summary>
    private sealed class JsonTexts : IDisposable
    {
        private readonly ArrayBufferWriter<byte> _buffer = new();
        private readonly Utf8JsonWriter _writer;

        public JsonTexts() => _writer = new(_buffer, FrameJsonWriter.Options);

        public string Text<T>(T value, Action<Utf8JsonWriter, T> write)
        {
            _buffer.ResetWrittenCount();
            _writer.Reset();
            write(_writer, value);
            _writer.Flush();
            return Encoding.UTF8.GetString(_buffer.WrittenSpan);
        }

        public void Dispose() => _writer.Dispose();
    }
}
