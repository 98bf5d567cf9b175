using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrafanaGitOps.Service.Queries;

/// <summary>JSON for the cells of a frame, which never become part of HTML unescaped.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, Options)) write(writer);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
