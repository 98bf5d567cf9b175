using System.Text.Json;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.CommandLine;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.CommandLine;

public sealed class OutputTests(QueryFixture fixture) : IClassFixture<QueryFixture>, IAsyncLifetime
{
    private FrameRows _rows = null!;

    public async ValueTask InitializeAsync()
    {
        await fixture.FillAsync();
        using var runner = fixture.Runner();
        var frames = await runner.RunAsync(new QueryRequest(CommitsQuery.Definition) { Limit = 100 }, TestContext.Current.CancellationToken);
        _rows = FrameRows.Of(frames[0]);
        frames[0].Dispose();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Table_outside_a_terminal_has_every_filled_column_and_no_control_characters() =>
        await MatchesAsync("commits.golden.table", (rows, output) => TableOutput.WriteAsync(rows, output, null));

    [Fact]
    public async Task Table_in_a_terminal_has_the_columns_that_fit() =>
        await MatchesAsync("commits-100.golden.table", (rows, output) => TableOutput.WriteAsync(rows, output, 100));

    [Fact]
    public async Task Csv_is_quoted_and_harmless_in_a_spreadsheet() => await MatchesAsync("commits.golden.csv", CsvOutput.WriteAsync);

    [Fact]
    public async Task Json_has_an_object_a_row() => await MatchesAsync("commits.golden.json", JsonOutput.WriteAsync);

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1", "'-1")]
    [InlineData("a=1", "a=1")]
    [InlineData("", "")]
    [InlineData("a,\"b\"\r\n", "\"a,\"\"b\"\"\r\n\"")]
    public async Task Csv_cell_is_text_for_every_reader(string cell, string expected)
    {
        var field = new StringField("x");
        field.Append(cell);
        using var frame = new Frame("f", field);
        await using var output = new StringWriter();
        await CsvOutput.WriteAsync([FrameRows.Of(frame)], output);
        output.ToString().Should().Be($"x\r\n{expected}\r\n");
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.4, "0 s")]
    [InlineData(59.5, "1 min")]
    [InlineData(95, "1 min 35 s")]
    [InlineData(1_800, "30 min")]
    [InlineData(5_400, "1 h 30 min")]
    [InlineData(3_605, "1 h")]
    [InlineData(180_000, "2 d 2 h")]
    [InlineData(34_560_000, "400 d")]
    [InlineData(-90, "-1 min 30 s")]
    public async Task Durations_are_words_in_a_table_and_seconds_for_programs(double seconds, string words)
    {
        var (took, count) = (new NumberField<double>("took") { Config = new FieldConfig { Unit = "s" } }, new NumberField<double>("count"));
        took.Append(seconds);
        count.Append(seconds);
        using var frame = new Frame("f", took, count);
        IReadOnlyList<FrameRows> rows = [FrameRows.Of(frame)];
        await using var table = new StringWriter();
        await using var csv = new StringWriter();

        await TableOutput.WriteAsync(rows, table, null);
        await CsvOutput.WriteAsync(rows, csv);

        var number = rows[0].Columns[1].Text(0);
        table.ToString().Split('\n')[1].Replace("   ", "  ", StringComparison.Ordinal).Should().Be($"{words}  {number}");
        csv.ToString().Should().Be($"took,count\r\n{number},{number}\r\n");
    }

    [Fact]
    public async Task Several_frames_stand_each_under_its_name_and_keep_the_columns_they_have()
    {
        using var nodes = new Frame("nodes", Cell("id", "a"), Cell("title", "A"));
        using var edges = new Frame("edges", Cell("id", "e"), Cell("source", "a"));
        using var notes = new Frame("notes", Cell("text", "left out"));
        IReadOnlyList<FrameRows> frames = [FrameRows.Of(nodes), FrameRows.Of(edges), FrameRows.Of(notes)];

        (await PrintAsync((rows, output) => TableOutput.WriteAsync(rows, output, null)))
            .Should().Be("nodes:\nid\na\n\nedges:\nsource  id\na       e\n");
        (await PrintAsync(CsvOutput.WriteAsync)).Should().Be("nodes\r\nid\r\na\r\n\r\nedges\r\nsource,id\r\na,e\r\n");
        JsonSerializer.Serialize(JsonElement.Parse(await PrintAsync(JsonOutput.WriteAsync))).Should().Be(
            """{"nodes":[{"id":"a"}],"edges":[{"source":"a","id":"e"}]}""");

        async Task<string> PrintAsync(Func<IReadOnlyList<FrameRows>, TextWriter, Task> write)
        {
            await using var output = new StringWriter();
            await new OutputChoice(["source", "id"], write).WriteAsync(frames, output);
            return output.ToString();
        }

        static StringField Cell(string name, string value)
        {
            var field = new StringField(name);
            field.Append(value);
            return field;
        }
    }

    private async Task MatchesAsync(string name, Func<IReadOnlyList<FrameRows>, TextWriter, Task> write)
    {
        await using var output = new StringWriter();
        await write([_rows], output);
        Golden.Matches($"GrafanaGitOps.Service.Tests/CommandLine/{name}", output.ToString());
    }
}
