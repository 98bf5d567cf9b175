using FsCheck;
using FsCheck.Fluent;

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
            Assert.Equal(expected, ArrowFileReader.Read(file).ToString());
            written.Add((file, expected));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));

        // One process reads them all: starting one for each frame would take most of the time.
        var read = await ApacheArrow.ReadAsync([.. written.Select(frame => frame.File)], TestContext.Current.CancellationToken);
        for (var i = 0; i < read.Count; i++) Assert.Equal(written[i].Expected, read[i].ToString());
    }
}
