using System.Globalization;
using System.Text.Json;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>JSON of values whose type is known at run time only (<c>custom</c>), and of properties that are left out when null.</summary>
internal static class CustomJson
{
    // Deep enough for any panel's options; keeps a dictionary that contains itself from ending the process.
    private const int MaxDepth = 32;

    public static void WriteText(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    /// <summary>JSON has no NaN or infinity: Grafana writes and reads null for them.</summary>
    public static void WriteFinite(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is not { } number) return;
        if (double.IsFinite(number)) writer.WriteNumber(name, number);
        else writer.WriteNull(name);
    }

    public static void Write(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            case string text: writer.WriteStringValue(text); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case double or float: WriteFloat(writer, Convert.ToDouble(value, CultureInfo.InvariantCulture)); break;
            case int or long or short or sbyte or byte or ushort or uint: writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case ulong number: writer.WriteNumberValue(number); break;
            case decimal number: writer.WriteNumberValue(number); break;
            case JsonElement element: element.WriteTo(writer); break;
            case IReadOnlyDictionary<string, object> members: WriteObject(writer, members); break;
            case IReadOnlyDictionary<string, string> members: FieldConfigJson.WriteLabels(writer, members); break;
            case System.Collections.IEnumerable items: WriteArray(writer, items); break;
            default: throw new FrameException($"A custom value is a {value.GetType()}; use text, numbers, truth values, JsonElement, and dictionaries and lists of these.");
        }
    }

    private static void WriteFloat(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number)) writer.WriteNumberValue(number);
        else writer.WriteNullValue();
    }

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyDictionary<string, object> members)
    {
        CheckDepth(writer);
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteArray(Utf8JsonWriter writer, System.Collections.IEnumerable items)
    {
        CheckDepth(writer);
        writer.WriteStartArray();
        foreach (var item in items) Write(writer, item);
        writer.WriteEndArray();
    }

    private static void CheckDepth(Utf8JsonWriter writer)
    {
        if (writer.CurrentDepth >= MaxDepth) throw new FrameException($"A custom value is nested more than {MaxDepth} levels deep.");
    }
}
