using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>A frame's cells for printing, read from the JSON that Grafana's streams get.</summary>
internal sealed class FrameRows
{
    private FrameRows(IReadOnlyList<FrameColumn> columns, int count) => (Columns, Count) = (columns, count);

    public IReadOnlyList<FrameColumn> Columns { get; }

    public int Count { get; }

    public static FrameRows Of(Frame frame)
    {
        var buffer = new ArrayBufferWriter<byte>();
        FrameJsonWriter.Write(frame, buffer);
        var json = JsonElement.Parse(buffer.WrittenSpan);
        var values = json.GetProperty("data").GetProperty("values");
        var columns = json.GetProperty("schema").GetProperty("fields").EnumerateArray()
            .Select((field, index) => new FrameColumn(
                field.GetProperty("name").GetString()!, field.GetProperty("type").ValueEquals("time"), [.. values[index].EnumerateArray()]));
        return new FrameRows([.. columns], frame.RowCount);
    }

    public FrameRows Select(IReadOnlyList<string> names) =>
        new([.. names.Select(name => Columns.First(column => column.Name == name))], Count);
}

/// <summary>One column.</summary>
internal sealed record FrameColumn(string Name, bool IsTime, IReadOnlyList<JsonElement> Cells)
{
    private const string IsoUtc = "yyyy-MM-ddTHH:mm:ss.FFFZ";

    public bool IsText(int row) => Cells[row].ValueKind == JsonValueKind.String;

    public bool IsNull(int row) => Cells[row].ValueKind == JsonValueKind.Null;

    /// <summary>The cell as text; a null is empty, a time is ISO 8601 in UTC.</summary>
    public string Text(int row) => Cells[row] switch
    {
        { ValueKind: JsonValueKind.Null } => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } time when IsTime => DateTimeOffset.FromUnixTimeMilliseconds(time.GetInt64()).ToString(IsoUtc, CultureInfo.InvariantCulture),
        { } other => other.GetRawText(),
    };
}
