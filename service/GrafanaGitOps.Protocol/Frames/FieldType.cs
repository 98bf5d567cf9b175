namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The cell types of a Grafana data frame and the Arrow types that carry them.</summary>
public enum FieldType
{
    /// <summary>Timestamp, nanoseconds since 1970 UTC, no zone.</summary>
    Time,

    /// <summary>Utf8.</summary>
    String,

    /// <summary>Int8.</summary>
    Int8,

    /// <summary>Int16.</summary>
    Int16,

    /// <summary>Int32.</summary>
    Int32,

    /// <summary>Int64.</summary>
    Int64,

    /// <summary>UInt8.</summary>
    UInt8,

    /// <summary>UInt16.</summary>
    UInt16,

    /// <summary>UInt32.</summary>
    UInt32,

    /// <summary>UInt64.</summary>
    UInt64,

    /// <summary>Float32.</summary>
    Float32,

    /// <summary>Float64.</summary>
    Float64,

    /// <summary>Bool, one bit a cell.</summary>
    Boolean,

    /// <summary>Binary; each cell is the text of one JSON value.</summary>
    Json,

    /// <summary>UInt16 index into the texts of the field's config (<c>type.enum</c>).</summary>
    Enum,
}
