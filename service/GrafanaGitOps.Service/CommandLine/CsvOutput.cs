using System.Buffers;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>
/// RFC 4180: commas, CRLF, a header line. Made for spreadsheets, so texts that one would run as a formula get a <c>'</c> in front;
/// scripts that need the exact text use JSON.
/// </summary>
internal static class CsvOutput
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    /// <summary>Several frames stand each under a line with its name, with an empty line between them.</summary>
    public static async Task WriteAsync(IReadOnlyList<FrameRows> frames, TextWriter output)
    {
        foreach (var (index, rows) in frames.Index())
        {
            if (frames.Count > 1) await output.WriteAsync($"{(index > 0 ? "\r\n" : "")}{Quote(rows.Name)}\r\n");
            await WriteAsync(rows, output);
        }
    }

    private static async Task WriteAsync(FrameRows rows, TextWriter output)
    {
        await output.WriteAsync(string.Join(',', rows.Columns.Select(column => Quote(column.Name))) + "\r\n");
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = rows.Columns.Select(column => Quote(Defuse(column, row)));
            await output.WriteAsync(string.Join(',', cells) + "\r\n");
        }
    }

    private static string Defuse(FrameColumn column, int row)
    {
        var text = column.Text(row);
        return column.IsText(row) && text is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + text : text;
    }

    private static string Quote(string text) =>
        text.AsSpan().ContainsAny(Special) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
