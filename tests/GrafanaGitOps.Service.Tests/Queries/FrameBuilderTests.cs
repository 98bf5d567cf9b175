using System.Text.Json;
using GrafanaGitOps.Service.Queries;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class FrameBuilderTests
{
    private sealed record Row(int Number, string? Name);

    [Fact]
    public void Rows_of_many_blocks_stand_in_their_order_in_every_column()
    {
        var rows = Enumerable.Range(0, 200).Select(number => new Row(number, (number % 3) switch { 0 => null, 1 => "", _ => $"näme {number}" })).ToList();
        using var builder = new FrameBuilder<Row>("table");
        builder.OptionalText("name", "May be missing", row => row.Name);
        builder.Number("number", "Never missing", row => row.Number);
        foreach (var row in rows.Take(100)) builder.Append(row);

        using var frame = builder.Finish(rows.Skip(100), []);

        var columns = JsonElement.Parse(QueryFixture.Json(frame)).GetProperty("data").GetProperty("values");
        columns[0].EnumerateArray().Select(cell => cell.GetString()).Should().Equal(rows.Select(row => row.Name));
        columns[1].EnumerateArray().Select(cell => cell.GetInt32()).Should().Equal(rows.Select(row => row.Number));
    }
}
