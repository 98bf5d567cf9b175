using System.Globalization;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class FramePropertyTests
{
    [Fact]
    public async Task Random_frames_read_back_in_both_readers()
    {
        var written = new List<(byte[] File, string Expected)>();
        Prop.ForAll(RandomFrames.Arbitrary, frame =>
        {
            var file = frame.ToArrow();
            var expected = frame.Expected();
            ArrowFiles.Read(file).ToString().Should().Be(expected);
            written.Add((file, expected));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

        // One process reads them all: starting one for each frame would take most of the time.
        var read = await ArrowJs.ReadAsync([.. written.Select(frame => frame.File)], TestContext.Current.CancellationToken);
        for (var i = 0; i < read.Count; i++) read[i].ToString().Should().Be(written[i].Expected);
    }

    [Fact]
    public void Random_frames_are_json_with_the_same_texts_and_nulls() =>
        Prop.ForAll(RandomFrames.Arbitrary, frame =>
        {
            // Cells of a JSON field are the caller's text, and here they are random.
            var columns = frame.Columns.Where(column => column.Type != FieldType.Json).ToList();
            using var document = JsonDocument.Parse((frame with { Columns = columns }).ToJson());
            var values = document.RootElement.GetProperty("data").GetProperty("values");
            values.GetArrayLength().Should().Be(columns.Count);
            foreach (var (column, cells) in columns.Zip(values.EnumerateArray()))
            {
                cells.GetArrayLength().Should().Be(column.Cells.Count);
                foreach (var (expected, cell) in column.Cells.Zip(cells.EnumerateArray())) AssertCell(expected, cell);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    private static void AssertCell(object? expected, JsonElement cell)
    {
        if (expected is null or double.NaN or float.NaN) cell.ValueKind.Should().Be(JsonValueKind.Null);
        else if (expected is string text) cell.GetString().Should().Be(Column.Replaced(text));
        else if (expected is bool truth) cell.GetBoolean().Should().Be(truth);
        else if (expected is float single && float.IsFinite(single)) cell.GetSingle().Should().Be(single);
        else if (expected is double number && double.IsFinite(number)) cell.GetDouble().Should().Be(number);
        else if (expected is DateTimeOffset time) cell.GetInt64().Should().Be(time.ToUnixTimeMilliseconds());
        else if (expected is not (float or double)) cell.GetRawText().Should().Be(Convert.ToString(expected, CultureInfo.InvariantCulture));
    }
}
