namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The schema of a frame: a column for each field, and Grafana's metadata on the whole and on each.</summary>
internal static class ArrowSchema
{
    // Numbers of the union Type in Arrow's Schema.fbs.
    private const byte TypeInt = 2;
    private const byte TypeFloatingPoint = 3;
    private const byte TypeBinary = 4;
    private const byte TypeUtf8 = 5;
    private const byte TypeBool = 6;
    private const byte TypeTimestamp = 10;

    private const short PrecisionSingle = 1;
    private const short PrecisionDouble = 2;
    private const short UnitNanosecond = 3;

    public static int Write(FlatBufferBuilder builder, Frame frame, FrameMetadata metadata)
    {
        var fields = new int[frame.Fields.Count];
        for (var i = 0; i < fields.Length; i++) fields[i] = WriteField(builder, frame.Fields[i], metadata.Labels(i), metadata.Config(i));
        var fieldVector = builder.References(fields);
        var pairs = WriteFrameMetadata(builder, frame, metadata.Meta);
        builder.StartTable(4);
        builder.Reference(1, fieldVector);
        builder.Reference(2, pairs);
        return builder.EndTable();
    }

    private static int WriteFrameMetadata(FlatBufferBuilder builder, Frame frame, ReadOnlySpan<byte> meta)
    {
        Span<int> pairs = stackalloc int[3];
        var count = 0;
        pairs[count++] = Pair(builder, "name", builder.Text(frame.Name));
        pairs[count++] = Pair(builder, "refId", builder.Text(frame.RefId ?? ""));
        if (!meta.IsEmpty) pairs[count++] = Pair(builder, "meta", builder.Text(meta));
        return builder.References(pairs[..count]);
    }

    private static int WriteField(FlatBufferBuilder builder, Field field, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> config)
    {
        var name = builder.Text(field.Name);
        var (typeNumber, type) = WriteType(builder, field.Type);
        // Some readers want the vector of children even of a type that cannot have any.
        var children = builder.References([]);
        var metadata = WriteFieldMetadata(builder, field, labels, config);
        builder.StartTable(7);
        builder.Reference(0, name);
        builder.Reference(3, type);
        builder.Reference(5, children);
        builder.Reference(6, metadata);
        builder.Scalar(1, field.IsNullable);
        builder.Scalar(2, typeNumber);
        return builder.EndTable();
    }

    private static int WriteFieldMetadata(FlatBufferBuilder builder, Field field, ReadOnlySpan<byte> labels, ReadOnlySpan<byte> config)
    {
        Span<int> pairs = stackalloc int[3];
        var count = 0;
        pairs[count++] = Pair(builder, "tstype", builder.Text(FieldTypeNames.Simple(field.Type)));
        if (!labels.IsEmpty) pairs[count++] = Pair(builder, "labels", builder.Text(labels));
        if (!config.IsEmpty) pairs[count++] = Pair(builder, "config", builder.Text(config));
        return builder.References(pairs[..count]);
    }

    private static (byte Number, int Table) WriteType(FlatBufferBuilder builder, FieldType type) => type switch
    {
        FieldType.Time => (TypeTimestamp, Table(builder, UnitNanosecond)),
        FieldType.String => (TypeUtf8, Table(builder)),
        FieldType.Int8 => (TypeInt, Int(builder, 8, isSigned: true)),
        FieldType.Int16 => (TypeInt, Int(builder, 16, isSigned: true)),
        FieldType.Int32 => (TypeInt, Int(builder, 32, isSigned: true)),
        FieldType.Int64 => (TypeInt, Int(builder, 64, isSigned: true)),
        FieldType.UInt8 => (TypeInt, Int(builder, 8, isSigned: false)),
        FieldType.UInt16 or FieldType.Enum => (TypeInt, Int(builder, 16, isSigned: false)),
        FieldType.UInt32 => (TypeInt, Int(builder, 32, isSigned: false)),
        FieldType.UInt64 => (TypeInt, Int(builder, 64, isSigned: false)),
        FieldType.Float32 => (TypeFloatingPoint, Table(builder, PrecisionSingle)),
        FieldType.Float64 => (TypeFloatingPoint, Table(builder, PrecisionDouble)),
        FieldType.Boolean => (TypeBool, Table(builder)),
        FieldType.Json => (TypeBinary, Table(builder)),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private static int Int(FlatBufferBuilder builder, int bitWidth, bool isSigned)
    {
        builder.StartTable(2);
        builder.Scalar(0, bitWidth);
        builder.Scalar(1, isSigned);
        return builder.EndTable();
    }

    private static int Table(FlatBufferBuilder builder, short? value = null)
    {
        builder.StartTable(1);
        if (value is { } number) builder.Scalar(0, number);
        return builder.EndTable();
    }

    private static int Pair(FlatBufferBuilder builder, string key, int value)
    {
        var keyText = builder.Text(key);
        builder.StartTable(2);
        builder.Reference(0, keyText);
        builder.Reference(1, value);
        return builder.EndTable();
    }
}
