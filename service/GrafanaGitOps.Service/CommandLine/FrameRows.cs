using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.CommandLine;

/// <summary>A frame's cells for printing, read from the JSON that Grafana's streams get.</summary>
internal sealed class FrameRows
{
    private FrameRows(string name, IReadOnlyList<FrameColumn> columns, int count) => (Name, Columns, Count) = (name, columns, count);

    public string Name { get; }

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
                field.GetProperty("name").GetString()!, field.GetProperty("type").ValueEquals("time"), [.. values[index].EnumerateArray()])
            {
                IsDuration = UnitOf(field) == "s",
            });
        return new FrameRows(frame.Name, [.. columns], frame.RowCount);
    }

    /// <summary>Those of the named columns that there are, in the order of the names.</summary>
    public FrameRows Select(IReadOnlyList<string> names) =>
        new(Name, [.. names.Select(name => Columns.FirstOrDefault(column => column.Name == name)).OfType<FrameColumn>()], Count);

    private static string? UnitOf(JsonElement field) =>
        field.TryGetProperty("config", out var config) && config.TryGetProperty("unit", out var unit) ? unit.GetString() : null;
}

/// <summary>One column.</summary>
internal sealed record FrameColumn(string Name, bool IsTime, IReadOnlyList<JsonElement> Cells)
{
    private const string IsoUtc = "yyyy-MM-ddTHH:mm:ss.FFFZ";

    /// <summary>True when its numbers are seconds.</summary>
    public bool IsDuration { get; init; }

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

    /// <summary>The same for people, who read durations in words.</summary>
    public string Words(int row) =>
        IsDuration && Cells[row].ValueKind == JsonValueKind.Number ? DurationText.Of(Cells[row].GetDouble()) : Text(row);
}
