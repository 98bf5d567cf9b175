using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Mappings, thresholds and colour of a field in Grafana's JSON.</summary>
internal static class ValueMappingJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<ValueMapping>? mappings)
    {
        if (mappings is null) return;
        writer.WriteStartArray("mappings");
        foreach (var mapping in mappings)
        {
            writer.WriteStartObject();
            writer.WriteString("type", mapping switch { ValueTextMapping => "value", ValueRangeMapping => "range", _ => "special" });
            writer.WriteStartObject("options");
            WriteOptions(writer, mapping);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, Field field, Thresholds? thresholds)
    {
        if (thresholds is null) return;
        Check(field, thresholds.Steps);
        writer.WriteStartObject("thresholds");
        writer.WriteString("mode", thresholds.Percentage ? "percentage" : "absolute");
        writer.WriteStartArray("steps");
        foreach (var step in thresholds.Steps)
        {
            writer.WriteStartObject();
            if (step.Value is { } value) writer.WriteFinite("value", value);
            else writer.WriteNull("value");
            writer.WriteString("color", step.Color);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, FieldColor? color)
    {
        if (color is null) return;
        writer.WriteStartObject("color");
        writer.WriteString("mode", color.Mode);
        writer.WriteText("fixedColor", color.Fixed);
        writer.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ValueMapping mapping)
    {
        switch (mapping)
        {
            case ValueTextMapping texts:
                foreach (var (index, (value, look)) in texts.Values.Index()) WriteLook(writer, value, look, index);
                break;
            case ValueRangeMapping range:
                writer.WriteFinite("from", range.From);
                writer.WriteFinite("to", range.To);
                WriteLook(writer, "result", range.Look, 0);
                break;
            case SpecialValueMapping special:
                writer.WriteString("match", Name(special.Match));
                WriteLook(writer, "result", special.Look, 0);
                break;
        }
    }

    private static void WriteLook(Utf8JsonWriter writer, string name, ValueLook look, int index)
    {
        writer.WriteStartObject(name);
        writer.WriteText("text", look.Text);
        writer.WriteText("color", look.Color);
        writer.WriteNumber("index", index);
        writer.WriteEndObject();
    }

    // Grafana takes the last step that is not above the value, so unsorted steps would show wrong colours without a word.
    private static void Check(Field field, IReadOnlyList<Threshold> steps)
    {
        var isSorted = steps.Count > 0 && steps[0].Value is null;
        for (var i = 1; i < steps.Count; i++) isSorted &= steps[i].Value is not null && !(steps[i].Value <= steps[i - 1].Value);
        if (!isSorted)
            throw new FrameException($"Field \"{field.Name}\": the steps of thresholds must ascend, and only the first has no value.");
    }

    private static string Name(SpecialValue value) => value switch
    {
        SpecialValue.True => "true",
        SpecialValue.False => "false",
        SpecialValue.Null => "null",
        SpecialValue.NaN => "nan",
        SpecialValue.NullOrNaN => "null+nan",
        SpecialValue.Empty => "empty",
        _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
    };
}
