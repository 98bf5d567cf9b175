using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

public sealed class SyncTimesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 60, 60, 60.0)]
    [InlineData(5, 60, 60, 60.0)]
    [InlineData(6, 60, 60, 60.0)]
    [InlineData(7, 60, 60, null)]
    [InlineData(0, -1, -1, 0.0)]
    [InlineData(0, 3_000, 3_600, null)]
    [InlineData(0, 3_300, 3_600, 3_600.0)]
    public void Duration_is_known_when_bounds_leave_little_open(int startOpen, int endFrom, int endTo, double? seconds)
    {
        var started = Moment.Between(Noon.AddSeconds(-startOpen), Noon);

        SyncTimes.Seconds(started, Moment.Between(Noon.AddSeconds(endFrom), Noon.AddSeconds(endTo))).Should().Be(seconds);
    }

    [Fact]
    public void Duration_without_an_end_or_a_bound_is_not_known()
    {
        SyncTimes.Seconds(Moment.Exactly(Noon), null).Should().BeNull();
        SyncTimes.Seconds(Moment.Between(null, Noon), Moment.Exactly(Noon)).Should().BeNull();
    }
}
