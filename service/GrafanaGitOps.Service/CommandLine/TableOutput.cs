using GrafanaGitOps.Service.Cleaning;
using Spectre.Console;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>A table for people: in a terminal the first columns that fit, elsewhere all that hold something, one line a row.</summary>
internal static class TableOutput
{
    /// <summary>Characters of a cell in a terminal; longer ones end in an ellipsis.</summary>
    private const int WidestCell = 72;

    private const int Gap = 2;

    public static Task WriteAsync(IReadOnlyList<FrameRows> frames, TextWriter output) =>
        WriteAsync(frames, output, Console.IsOutputRedirected ? null : Console.WindowWidth);

    /// <param name="frames">What to print; several stand each under its name.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">The terminal's width; null when it is no terminal.</param>
    internal static async Task WriteAsync(IReadOnlyList<FrameRows> frames, TextWriter output, int? width)
    {
        foreach (var (index, rows) in frames.Index())
        {
            if (frames.Count > 1) await output.WriteLineAsync($"{(index > 0 ? "\n" : "")}{rows.Name}:");
            await WriteAsync(rows, output, width);
        }
    }

    private static async Task WriteAsync(FrameRows rows, TextWriter output, int? width)
    {
        var widest = width is null ? int.MaxValue : WidestCell;
        var columns = rows.Columns.Select(column => Column.Of(column, rows.Count, widest));
        var filled = columns.Where(column => column.HasContent || rows.Count == 0).ToList();
        var shown = width is { } limit ? Fit(filled, limit) : filled;
        foreach (var line in Draw(shown, rows.Count, width).TrimEnd().Split('\n')) await output.WriteLineAsync(line.TrimEnd());
        if (shown.Count == filled.Count) return;
        var hidden = string.Join(", ", filled.Skip(shown.Count).Select(column => column.Name));
        await output.WriteLineAsync($"\nNot shown: {hidden} (see --columns)");
    }

    private static string Draw(List<Column> columns, int count, int? width)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = width is null ? AnsiSupport.No : AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = Math.Max(width ?? 0, columns.Sum(column => column.Width + Gap));
        var table = new Table { Border = TableBorder.None };
        foreach (var column in columns)
        {
            var header = new Text(column.Name, new Style(decoration: Decoration.Bold));
            table.AddColumn(new TableColumn(header) { NoWrap = true, Padding = new Padding(0, 0, Gap, 0) });
        }

        for (var row = 0; row < count; row++) table.AddRow(columns.Select(column => new Text(column.Cells[row])));
        console.Write(table);
        return text.ToString();
    }

    private static List<Column> Fit(List<Column> columns, int width)
    {
        var room = width;
        return [.. columns.TakeWhile((column, index) => (room -= column.Width + Gap) >= 0 || index == 0)];
    }

    private sealed record Column(string Name, IReadOnlyList<string> Cells, int Width, bool HasContent)
    {
        public static Column Of(FrameColumn column, int count, int widest)
        {
            var cells = Enumerable.Range(0, count).Select(row => ForeignText.Cut(ForeignText.OneLine(column.Words(row)), widest)).ToList();
            // A column that says "no" in every row tells a person nothing.
            var hasContent = cells.Exists(cell => cell is not ("" or "false"));
            return new Column(column.Name, cells, cells.Append(column.Name).Max(cell => cell.GetCellWidth()), hasContent);
        }
    }
}
