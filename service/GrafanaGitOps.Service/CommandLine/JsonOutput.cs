using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>A JSON array with one object a row; times are ISO 8601.</summary>
internal static class JsonOutput
{
    // Not for HTML: people read names with accents as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(FrameRows rows, TextWriter output)
    {
        using var stream = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartArray();
            for (var row = 0; row < rows.Count; row++) WriteRow(writer, rows, row);
            writer.WriteEndArray();
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void WriteRow(Utf8JsonWriter writer, FrameRows rows, int row)
    {
        writer.WriteStartObject();
        foreach (var column in rows.Columns)
        {
            writer.WritePropertyName(column.Name);
            if (column.IsTime && !column.IsNull(row)) writer.WriteStringValue(column.Text(row));
            else column.Cells[row].WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
