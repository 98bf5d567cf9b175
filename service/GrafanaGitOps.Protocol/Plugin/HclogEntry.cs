using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>One log line in hclog's JSON form.</summary>
internal sealed record HclogEntry(
    LogLevel Level, string Module, string Message, IReadOnlyList<KeyValuePair<string, object?>> Fields, Exception? Exception)
{
    private const string MessageTemplate = "{OriginalFormat}";

    // Escapes line ends and quotes, and leaves other letters readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line with its end. Texts are cut as far as it takes to keep the line within <see cref="PluginLimits.LogLineBytes"/>.</summary>
    public byte[] ToLine(DateTimeOffset time)
    {
        var output = new ArrayBufferWriter<byte>(512);
        for (var longestText = PluginLimits.LogLineBytes; ; longestText /= 4)
        {
            Write(output, time, longestText);
            if (output.WrittenCount <= PluginLimits.LogLineBytes) return output.WrittenSpan.ToArray();
            output.ResetWrittenCount();
        }
    }

    private void Write(ArrayBufferWriter<byte> output, DateTimeOffset time, int longestText)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("@level", LevelName(Level));
            json.WriteString("@message", Cut(Message, longestText));
            json.WriteString("@timestamp", time.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture));
            json.WriteString("@module", Cut(Module, longestText));
            // A line that had to be cut this far loses its fields, however many they are.
            if (longestText > 64)
                foreach (var (key, value) in Fields) WriteField(json, key, value, longestText);
            if (Exception is not null) json.WriteString("error", Cut(Exception.ToString(), longestText));
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteField(Utf8JsonWriter json, string key, object? value, int longestText)
    {
        if (key == MessageTemplate) return;
        json.WritePropertyName(JsonNamingPolicy.CamelCase.ConvertName(Cut(key, longestText)));
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool truth: json.WriteBooleanValue(truth); break;
            case int or long or short or byte or uint: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", longestText)); break;
        }
    }

    private static string Cut(string text, int longest) => text.Length <= longest ? text : string.Concat(text.AsSpan(0, longest), "...");

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        _ => "error",
    };
}
