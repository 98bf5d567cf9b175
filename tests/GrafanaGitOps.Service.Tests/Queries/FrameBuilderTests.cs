using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Tests.Queries;

public sealed class FrameBuilderTests
{
    private sealed record Row(int Number, string? Name, KeptTexts? Texts = null);

    [Fact]
    public void Texts_that_are_kept_are_written_once_and_copied_from_then_on()
    {
        var rows = Rows(200).Select(row => row with { Texts = new KeptTexts() }).ToList();
        var (owner, written) = (new object(), 0);

        var first = Json(rows, owner, () => written++);
        (written, first).Should().Be((400, Json(rows)));
        Json(rows, owner, () => written++).Should().Be(first);
        written.Should().Be(400);

        rows[7] = new Row(7, "another", new KeptTexts());
        Json(rows, owner, () => written++).Should().Be(Json(rows));
        written.Should().Be(402);
    }

    [Fact]
    public void Texts_of_another_owner_are_not_taken()
    {
        List<Row> rows = [new Row(1, "one", new KeptTexts())];
        var written = 0;

        Json(rows, new object(), () => written++);
        Json(rows, new object(), () => written++);

        written.Should().Be(4);
    }

    [Fact]
    public void Row_with_long_texts_is_written_each_time()
    {
        List<Row> rows = [new Row(1, new string('x', 5_000), new KeptTexts()), new Row(2, "short", new KeptTexts()), new Row(3, "no room")];
        var (owner, written) = (new object(), 0);

        Json(rows, owner, () => written++).Should().Be(Json(rows, owner, () => written++));

        written.Should().Be(6 + 4);
    }

    private static IEnumerable<Row> Rows(int count) => Enumerable.Range(0, count)
        .Select(number => new Row(number, (number % 4) switch { 0 => null, 1 => "", 2 => $"näme {number}", _ => "same" }));

    private static string Json(IReadOnlyList<Row> rows, object? owner = null, Action? written = null)
    {
        using var builder = new FrameBuilder<Row>("table") { Keeping = owner is null ? null : new TextKeeping<Row>(owner, row => row.Texts) };
        builder.OptionalText("name", "May be missing", row => Written(row.Name));
        builder.Number("number", "Never missing", row => row.Number);
        builder.Text("text", "Never missing", row => Written($"{row.Number}")!);
        builder.Truth("odd", "Never missing", row => row.Number % 2 == 1);
        foreach (var row in rows) builder.Append(row);
        using var frame = builder.Finish([]);
        return QueryFixture.Json(frame);

        string? Written(string? text)
        {
            written?.Invoke();
            return text;
        }
    }
}
