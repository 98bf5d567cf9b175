namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Grafana's names of the cell types.</summary>
internal static class FieldTypeNames
{
    /// <summary>What a panel sees: <c>tstype</c> in Arrow, <c>type</c> in JSON.</summary>
    public static string Simple(FieldType type) => type switch
    {
        FieldType.Time => "time",
        FieldType.String => "string",
        FieldType.Boolean => "boolean",
        FieldType.Json => "other",
        FieldType.Enum => "enum",
        _ => "number",
    };

    /// <summary>What Grafana's server sees: <c>typeInfo.frame</c> in JSON.</summary>
    public static string Precise(FieldType type) => type switch
    {
        FieldType.Time => "time.Time",
        FieldType.String => "string",
        FieldType.Int8 => "int8",
        FieldType.Int16 => "int16",
        FieldType.Int32 => "int32",
        FieldType.Int64 => "int64",
        FieldType.UInt8 => "uint8",
        FieldType.UInt16 => "uint16",
        FieldType.UInt32 => "uint32",
        FieldType.UInt64 => "uint64",
        FieldType.Float32 => "float32",
        FieldType.Float64 => "float64",
        FieldType.Boolean => "bool",
        FieldType.Json => "json.RawMessage",
        FieldType.Enum => "enum",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
