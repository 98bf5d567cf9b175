using GrafanaGitOps.Service.Configuration;

namespace GrafanaGitOps.Service.Tests.Configuration;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1.5h", 5400)]
    [InlineData("7d", 604800)]
    [InlineData("00:05:00", 300)]
    public void Duration_is_read_with_its_unit(string text, double seconds)
    {
        Duration.TryParse(text, out var duration).Should().BeTrue();
        duration.TotalSeconds.Should().Be(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("-5s")]
    [InlineData("5 m")]
    [InlineData("999999999999999d")]
    [InlineData("1:2:3:4:5")]
    public void Duration_without_sense_is_refused(string text) => Duration.TryParse(text, out _).Should().BeFalse();

    [Theory]
    [InlineData("4096", 4096)]
    [InlineData("2KiB", 2048)]
    [InlineData("64MiB", 67108864)]
    [InlineData("1gib", 1073741824)]
    public void Size_is_read_with_its_unit(string text, long bytes)
    {
        ByteSize.TryParse(text, out var size).Should().BeTrue();
        size.Bytes.Should().Be(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("1MB")]
    [InlineData("9999999999999GiB")]
    public void Size_without_sense_is_refused(string text) => ByteSize.TryParse(text, out _).Should().BeFalse();
}
