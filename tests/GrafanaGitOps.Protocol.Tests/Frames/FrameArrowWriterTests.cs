using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class FrameArrowWriterTests
{
    [Fact]
    public void Write_all_types_matches_the_golden_file()
    {
        using var frame = FrameSamples.AllTypesFrame();
        Golden.Matches("GrafanaGitOps.Protocol.Tests/Frames/all_types.golden.arrow", ArrowFiles.Write(frame));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(61)]
    [InlineData(4096)]
    public void Write_to_small_segments_gives_the_same_bytes(int segment)
    {
        using var frame = FrameSamples.AllTypesFrame();
        var output = new SegmentedWriter(segment);
        FrameArrowWriter.Write(frame, output);
        output.Written.Should().Equal(ArrowFiles.Write(frame));
    }

    [Fact]
    public async Task Write_all_types_reads_back_in_apache_arrow()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var read = await ReadAsync(ArrowFiles.Write(frame));
        var expected = Column.Expected("all types", "A", FrameSamples.AllTypes);
        (read with { Metadata = expected.Metadata, Fields = [.. read.Fields.SkipLast(2)] }).ToString().Should().Be(expected.ToString());
    }

    [Fact]
    public async Task Write_null_patterns_reads_back_in_apache_arrow()
    {
        var files = new List<byte[]>();
        foreach (var rows in NullPatterns.Lengths)
        {
            using var frame = new Frame("patterns", [.. NullPatterns.Columns(rows).Select(column => column.ToField())]) { RefId = "B" };
            files.Add(ArrowFiles.Write(frame));
        }

        var read = await ArrowJs.ReadAsync(files, TestContext.Current.CancellationToken);
        for (var i = 0; i < files.Count; i++)
        {
            var expected = Column.Expected("patterns", "B", NullPatterns.Columns(NullPatterns.Lengths[i])).ToString();
            ArrowFiles.Read(files[i]).ToString().Should().Be(expected);
            read[i].ToString().Should().Be(expected);
        }
    }

    [Fact]
    public async Task Write_no_fields_reads_back_in_apache_arrow()
    {
        using var frame = new Frame("nothing");
        (await ReadAsync(ArrowFiles.Write(frame))).ToString().Should().Be(Column.Expected("nothing", "", []).ToString());
    }

    [Fact]
    public async Task Write_a_million_rows_reads_back_in_apache_arrow()
    {
        const int Rows = 1_000_000;
        var (number, text) = (new NumberField<int>("number"), new StringField("text", nullable: true));
        using var frame = new Frame("million", number, text);
        for (var row = 0; row < Rows; row++)
        {
            number.Append(row);
            text.Append(row % 3 == 0 ? null : Text(row));
        }

        var file = ArrowFiles.Write(frame);
        var readers = await ArrowJs.ReadAsync([file], TestContext.Current.CancellationToken);
        foreach (var read in readers.Append(ArrowFiles.Read(file)))
        {
            read.Rows.Should().Be(Rows);
            for (var row = 0; row < Rows; row++)
            {
                var expected = (row, row % 3 == 0 ? null : Text(row));
                if (expected != (int.Parse(read.Fields[0].Cells[row]!, CultureInfo.InvariantCulture), read.Fields[1].Cells[row])) Assert.Fail($"Row {row} is not {expected}.");
            }
        }

        static string Text(int row) => $"ü{row % 1000}";
    }

    [Fact]
    public async Task Write_metadata_reads_back_in_apache_arrow()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var read = await ReadAsync(ArrowFiles.Write(frame));
        read.Metadata.Keys.Order().Should().Equal("meta", "name", "refId");
        AssertJson(FrameSamples.MetaJson, read.Metadata["meta"]);
        var described = read.Fields[^2].Metadata;
        described.Keys.Order().Should().Equal("config", "labels", "tstype");
        AssertJson("""{"environment": "production", "application": "ünïcode \"x\""}""", described["labels"]);
        AssertJson(FrameSamples.DescribedConfigJson, described["config"]);
        AssertJson("""{"type": {"enum": {"text": ["Healthy", "Degraded"], "color": ["green", "#ff0000"]}}}""", read.Fields[^1].Metadata["config"]);
    }

    [Fact]
    public void Write_twice_gives_the_same_bytes()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var output = new ArrayBufferWriter<byte>();
        FrameArrowWriter.Write(frame, output);
        output.WrittenSpan.ToArray().Should().Equal(ArrowFiles.Write(frame));
    }

    [Fact]
    public void Write_of_a_disposed_frame_throws()
    {
        var frame = FrameSamples.AllTypesFrame();
        frame.Dispose();
        frame.Dispose();
        FluentActions.Invoking(() => ArrowFiles.Write(frame)).Should().ThrowExactly<ObjectDisposedException>();
    }

    /// <summary>Reads with both readers, which must agree.</summary>
    private static async Task<ReadFrame> ReadAsync(byte[] file)
    {
        var read = (await ArrowJs.ReadAsync([file], TestContext.Current.CancellationToken)).Should().ContainSingle().Which;
        read.ToString().Should().Be(ArrowFiles.Read(file).ToString());
        return read;
    }

    private static void AssertJson(string expected, string actual) =>
        JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)).Should().BeTrue($"Expected {expected}\nbut found {actual}");
}
