using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>A JSON array with one object a row, or an object with such an array for each of several frames; times are ISO 8601.</summary>
internal static class JsonOutput
{
    // Not for HTML: people read names with accents as they are.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task WriteAsync(IReadOnlyList<FrameRows> frames, TextWriter output)
    {
        using var stream = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(stream, Options))
        {
            if (frames is [var single]) WriteRows(writer, single);
            else WriteFrames(writer, frames);
        }

        await output.WriteLineAsync(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void WriteFrames(Utf8JsonWriter writer, IReadOnlyList<FrameRows> frames)
    {
        writer.WriteStartObject();
        foreach (var rows in frames)
        {
            writer.WritePropertyName(rows.Name);
            WriteRows(writer, rows);
        }

        writer.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter writer, FrameRows rows)
    {
        writer.WriteStartArray();
        for (var row = 0; row < rows.Count; row++) WriteRow(writer, rows, row);
        writer.WriteEndArray();
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
