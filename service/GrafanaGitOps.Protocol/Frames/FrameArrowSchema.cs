using Apache.Arrow;
using Apache.Arrow.Types;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The Arrow schema of a frame: a column for each field, and Grafana's metadata on the whole and on each.</summary>
internal static class FrameArrowSchema
{
    private static readonly TimestampType Nanoseconds = new(TimeUnit.Nanosecond, timezone: (string?)null);

    public static Schema Of(Frame frame)
    {
        var metadata = new Dictionary<string, string> { ["name"] = frame.Name, ["refId"] = frame.RefId ?? "" };
        if (frame.Meta is { } meta) metadata["meta"] = FrameJson.Text(meta);
        return new Schema(frame.Fields.Select(ColumnOf), metadata);
    }

    private static Apache.Arrow.Field ColumnOf(Field field)
    {
        var metadata = new Dictionary<string, string> { ["tstype"] = FieldTypeNames.Simple(field.Type) };
        if (field.Labels is { } labels) metadata["labels"] = FrameJson.Text(FrameJson.Labels(labels));
        if (field.WrittenConfig is { } config) metadata["config"] = FrameJson.Text(config);
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
}
