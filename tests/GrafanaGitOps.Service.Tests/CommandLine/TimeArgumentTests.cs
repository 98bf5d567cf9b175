using System.Globalization;
using GrafanaGitOps.Service.CommandLine;

namespace GrafanaGitOps.Service.Tests.CommandLine;

public sealed class TimeArgumentTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("now", "2026-03-01T12:00:00Z")]
    [InlineData("7d", "2026-02-22T12:00:00Z")]
    [InlineData("-90m", "2026-03-01T10:30:00Z")]
    [InlineData("now-1h", "2026-03-01T11:00:00Z")]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T12:00:00+02:00", "2026-01-31T10:00:00Z")]
    [InlineData("9999999d", "0001-01-01T00:00:00Z")]
    public void Moment_is_read_in_utc(string text, string expected)
    {
        TimeArgument.TryParse(text, Now, out var moment).Should().BeTrue();
        moment.Should().Be(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    public void Moment_without_sense_is_refused(string text) => TimeArgument.TryParse(text, Now, out _).Should().BeFalse();
}
