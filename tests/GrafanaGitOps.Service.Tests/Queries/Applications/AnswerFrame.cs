using System.Text.Json;

namespace GrafanaGitOps.Service.Tests.Queries.Applications;

/// <summary>A frame as Grafana gets it, for looking at single columns.</summary>
internal sealed class AnswerFrame(string json)
{
    private readonly JsonElement _frame = JsonElement.Parse(json);

    public IReadOnlyList<JsonElement> Fields => [.. _frame.GetProperty("schema").GetProperty("fields").EnumerateArray()];

    public IReadOnlyList<string> Notices => Meta.TryGetProperty("notices", out var notices)
        ? [.. notices.EnumerateArray().Select(notice => notice.GetProperty("text").GetString()!)] : [];

    public int RowCount => Fields.Count == 0 ? 0 : Cells(Name(Fields[0])).Count;

    public JsonElement Meta => _frame.GetProperty("schema").GetProperty("meta");

    public IReadOnlyList<string?> Texts(string column) => [.. Cells(column).Select(cell => cell.ValueKind == JsonValueKind.Null ? null : cell.ToString())];

    public IReadOnlyList<JsonElement> Cells(string column)
    {
        var index = Fields.ToList().FindIndex(field => field.GetProperty("name").GetString() == column);
        return [.. _frame.GetProperty("data").GetProperty("values")[index].EnumerateArray()];
    }

    public static string Name(JsonElement field) => field.GetProperty("name").GetString()!;

    public static string Type(JsonElement field) => field.GetProperty("type").GetString()!;
}
