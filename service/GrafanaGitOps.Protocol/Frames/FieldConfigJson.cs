using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A field's labels and config in Grafana's JSON.</summary>
internal static class FieldConfigJson
{
    /// <summary>Whether a field has a config to write: an enum's texts are part of it.</summary>
    public static bool IsNeeded(Field field) => field.Config is not null || field is EnumField;

    /// <summary>Writes labels by name, so that the same labels always give the same bytes.</summary>
    public static void WriteLabels(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> labels)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in labels.OrderBy(label => label.Key, StringComparer.Ordinal)) writer.WriteString(name, value);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Field field)
    {
        writer.WriteStartObject();
        if (field.Config is { } config) WriteConfig(writer, field, config);
        if (field is EnumField states) WriteEnum(writer, states);
        writer.WriteEndObject();
    }

    private static void WriteConfig(Utf8JsonWriter writer, Field field, FieldConfig config)
    {
        writer.WriteText("displayName", config.DisplayName);
        writer.WriteText("displayNameFromDS", config.DisplayNameFromDS);
        writer.WriteText("description", config.Description);
        writer.WriteText("unit", config.Unit);
        if (config.Decimals is { } decimals)
        {
            // Grafana reads an unsigned 16-bit number and refuses the whole frame otherwise.
            if (decimals is < 0 or > ushort.MaxValue)
                throw new FrameException($"Field \"{field.Name}\": {decimals} decimals; use 0 to {ushort.MaxValue}, or null.");
            writer.WriteNumber("decimals", decimals);
        }

        writer.WriteFinite("min", config.Min);
        writer.WriteFinite("max", config.Max);
        writer.WriteFinite("interval", config.Interval);
        ValueMappingJson.Write(writer, config.Mappings);
        ValueMappingJson.Write(writer, field, config.Thresholds);
        ValueMappingJson.Write(writer, config.Color);
        WriteLinks(writer, config.Links);
        writer.WriteText("noValue", config.NoValue);
        if (config.Custom is not { } custom) return;
        writer.WritePropertyName("custom");
        CustomJson.Write(writer, custom);
    }

    private static void WriteLinks(Utf8JsonWriter writer, IReadOnlyList<DataLink>? links)
    {
        if (links is null) return;
        writer.WriteStartArray("links");
        foreach (var link in links)
        {
            writer.WriteStartObject();
            writer.WriteString("title", link.Title);
            writer.WriteString("url", link.Url);
            if (link.TargetBlank) writer.WriteBoolean("targetBlank", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEnum(Utf8JsonWriter writer, EnumField field)
    {
        writer.WriteStartObject("type");
        writer.WriteStartObject("enum");
        WriteTexts(writer, "text", field.Texts);
        if (field.Config?.EnumColors is { } colors) WriteTexts(writer, "color", colors);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
