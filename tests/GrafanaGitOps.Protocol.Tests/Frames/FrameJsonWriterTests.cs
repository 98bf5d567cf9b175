using System.Buffers;
using System.Text;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class FrameJsonWriterTests
{
    [Fact]
    public void Write_all_types_matches_the_golden_file()
    {
        using var frame = FrameSamples.AllTypesFrame();
        Golden.Matches("GrafanaGitOps.Protocol.Tests/Frames/all_types.golden.json", Json(frame));
    }

    [Fact]
    public void Write_parts_gives_schema_and_data_of_the_whole()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var schema = Json(frame, FrameJsonParts.Schema);
        var data = Json(frame, FrameJsonParts.Data);
        schema.Should().StartWith("{\"schema\":{");
        data.Should().StartWith("{\"data\":{");
        Json(frame).Should().Be($"{schema[..^1]},{data[1..]}");
    }

    [Fact]
    public void Write_to_small_segments_gives_the_same_text()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var output = new SegmentedWriter(16);
        FrameJsonWriter.Write(frame, output);
        Encoding.UTF8.GetString(output.Written).Should().Be(Json(frame));
    }

    [Fact]
    public void Write_without_fields_or_rows_leaves_empty_arrays()
    {
        using var nothing = new Frame("");
        Json(nothing).Should().Be("""{"schema":{"fields":[]},"data":{"values":[]}}""");
        using var empty = new Frame("empty", new TimeField("time"), new NumberField<double>("value"));
        Json(empty, FrameJsonParts.Data).Should().Be("""{"data":{"values":[[],[]]}}""");
    }

    [Fact]
    public void Write_times_gives_milliseconds_and_nanos_where_needed()
    {
        var whole = new TimeField("whole", nullable: true);
        var exact = new TimeField("exact", nullable: true);
        foreach (var ticks in new[] { 0L, 1, -1, 10_000, -10_001 })
        {
            whole.Append(DateTimeOffset.UnixEpoch.AddTicks(ticks / 10_000 * 10_000));
            exact.Append(DateTimeOffset.UnixEpoch.AddTicks(ticks));
        }

        whole.AppendNull();
        exact.AppendNull();
        using var frame = new Frame("times", whole, exact);
        Json(frame, FrameJsonParts.Data).Should().Be(
            """{"data":{"values":[[0,0,0,1,-1,null],[0,0,-1,1,-2,null]],"nanos":[null,[0,100,999900,0,999900,0]]}}""");
    }

    [Fact]
    public void Write_floats_that_json_lacks_gives_null_and_entities()
    {
        var number = new NumberField<double>("number", nullable: true);
        var single = new NumberField<float>("single");
        foreach (var value in new double?[] { 1.5, double.NaN, null, double.NegativeInfinity, double.NaN })
        {
            number.Append(value);
            single.Append(value is double.NegativeInfinity ? float.PositiveInfinity : 0.1f);
        }

        var text = new StringField("text");
        for (var row = 0; row < 5; row++) text.Append("");
        using var frame = new Frame("floats", text, number, single);
        Json(frame, FrameJsonParts.Data).Should().Be(
            """{"data":{"values":[["","","","",""],[1.5,null,null,null,null],[0.1,0.1,0.1,null,0.1]],"entities":[null,{"NaN":[1,4],"NegInf":[3]},{"Inf":[3]}]}}""");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("1 2")]
    [InlineData("nul")]
    [InlineData("{'a':1}")]
    public void Write_of_a_cell_that_is_not_json_names_field_and_row(string cell)
    {
        var field = new JsonField("labels");
        field.Append("{}"u8);
        field.Append(Encoding.UTF8.GetBytes(cell));
        using var frame = new Frame("logs", field);
        var error = FluentActions.Invoking(() => Json(frame)).Should().ThrowExactly<FrameException>().Which;
        error.Message.Should().StartWith("Field \"labels\", row 1: the cell is not the text of one JSON value; ");
    }

    [Fact]
    public void Write_of_a_disposed_frame_throws()
    {
        var frame = FrameSamples.AllTypesFrame();
        frame.Dispose();
        FluentActions.Invoking(() => Json(frame)).Should().ThrowExactly<ObjectDisposedException>();
    }

    private static string Json(Frame frame, FrameJsonParts parts = FrameJsonParts.SchemaAndData)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameJsonWriter.Write(frame, output, parts);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
