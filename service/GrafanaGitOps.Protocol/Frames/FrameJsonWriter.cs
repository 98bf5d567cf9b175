using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Writes a frame as Grafana's JSON: <c>{"schema": {...}, "data": {"values": [[...], ...]}}</c>.</summary>
public static class FrameJsonWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes schema, data or both. A <see cref="FrameException"/> when fields differ in length or two have the same name and labels
    /// (before the first byte), or when a cell of a <see cref="JsonField"/> is not JSON (part of the output is then written).
    /// </summary>
    public static void Write(Frame frame, IBufferWriter<byte> output, FrameJsonParts parts = FrameJsonParts.SchemaAndData)
    {
        FrameCheck.Check(frame);
        using var writer = new Utf8JsonWriter(output, Options);
        writer.WriteStartObject();
        if (parts != FrameJsonParts.Data) WriteSchema(writer, frame);
        if (parts != FrameJsonParts.Schema) FrameJsonValues.WriteData(writer, frame);
        writer.WriteEndObject();
    }

    private static void WriteSchema(Utf8JsonWriter writer, Frame frame)
    {
        writer.WriteStartObject("schema");
        if (frame.Name.Length > 0) writer.WriteString("name", frame.Name);
        if (!string.IsNullOrEmpty(frame.RefId)) writer.WriteString("refId", frame.RefId);
        if (frame.Meta is { } meta)
        {
            writer.WritePropertyName("meta");
            FrameJson.Write(writer, meta);
        }

        writer.WriteStartArray("fields");
        foreach (var field in frame.Fields) WriteField(writer, field);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WriteString("type", FieldTypeNames.Simple(field.Type));
        writer.WriteStartObject("typeInfo");
        writer.WriteString("frame", FieldTypeNames.Precise(field.Type));
        if (field.IsNullable) writer.WriteBoolean("nullable", true);
        writer.WriteEndObject();
        if (field.Labels is { } labels)
        {
            writer.WritePropertyName("labels");
            FrameJson.Write(writer, FrameJson.Labels(labels));
        }

        if (field.WrittenConfig is { } config)
        {
            writer.WritePropertyName("config");
            FrameJson.Write(writer, config);
        }

        writer.WriteEndObject();
    }
}

/// <summary>The parts of a frame's JSON; a live stream sends the schema once and then data alone.</summary>
public enum FrameJsonParts
{
    /// <summary>Both.</summary>
    SchemaAndData,

    /// <summary>The schema alone.</summary>
    Schema,

    /// <summary>The values alone.</summary>
    Data,
}
