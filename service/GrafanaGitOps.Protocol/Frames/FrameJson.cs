using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Grafana's JSON of what describes a frame: meta, labels, and how fields are shown.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(FiniteNumber)])]
[JsonSerializable(typeof(FrameMeta))]
[JsonSerializable(typeof(FieldConfig))]
[JsonSerializable(typeof(SortedDictionary<string, string>))]
internal sealed partial class FrameJson : JsonSerializerContext
{
    public static void Write<T>(Utf8JsonWriter writer, T value) => JsonSerializer.Serialize(writer, value, Relaxed.Options);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Relaxed.Options);

    /// <summary>Labels by name, so that the same labels always give the same bytes.</summary>
    public static SortedDictionary<string, string> Labels(IReadOnlyDictionary<string, string> labels) =>
        new(labels.ToDictionary(), StringComparer.Ordinal);

    private static class Relaxed
    {
        // The text is not put into HTML, so only what JSON itself asks for is escaped.
        public static readonly JsonSerializerOptions Options = new(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }

    /// <summary>JSON has no NaN or infinity: Grafana writes and reads null for them.</summary>
    private sealed class FiniteNumber : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
        {
            if (double.IsFinite(value)) writer.WriteNumberValue(value);
            else writer.WriteNullValue();
        }
    }
}
