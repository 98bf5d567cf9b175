using System.Buffers;
using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Tests.Frames;

public sealed class ArrowFileWriterTests
{
    [Fact]
    public void Write_all_types_matches_the_golden_file()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var output = new ArrayBufferWriter<byte>();
        ArrowFileWriter.Write(frame, output);
        Golden.Matches("GrafanaGitOps.Protocol.Tests/Frames/all_types.golden.arrow", output.WrittenSpan);
    }

    [Fact]
    public async Task Write_all_types_reads_back_in_apache_arrow()
    {
        using var frame = FrameSamples.AllTypesFrame();
        var file = ArrowFileWriter.ToArray(frame);
        var read = Assert.Single(await ApacheArrow.ReadAsync([file], TestContext.Current.CancellationToken));
        Assert.Equal(ArrowFileReader.Read(file).ToString(), read.ToString());
        var columns = FrameSamples.AllTypes.Count;
        var expected = Column.Expected("all types", "A", FrameSamples.AllTypes);
        Assert.Equal(expected.ToString(), (read with { Metadata = expected.Metadata, Fields = [.. read.Fields.Take(columns)] }).ToString());
    }
}
