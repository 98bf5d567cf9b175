using GrafanaGitOps.Service.Sources.Flux;

namespace GrafanaGitOps.Service.Tests.Sources.Flux;

public sealed class FluxDurationTests
{
    [Theory]
    [InlineData("10m0s", 600d)]
    [InlineData("1h30m", 5_400d)]
    [InlineData("1.5s", 1.5)]
    [InlineData("250ms", 0.25)]
    [InlineData("820.5ms", 0.8205)]
    [InlineData("0", 0d)]
    [InlineData("0s", 0d)]
    [InlineData("1m0.25s", 60.25)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("10", null)]
    [InlineData("m", null)]
    [InlineData("1d", null)]
    [InlineData("1..5s", null)]
    [InlineData("99999999999999999999h", null)]
    public void Parse_go_duration(string? text, double? seconds) => (FluxDuration.Parse(text)?.TotalSeconds).Should().Be(seconds);
}
