using GrafanaGitOps.Service.Sources.Watching;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

public sealed class WatchGapTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Noon);

    [Fact]
    public void First_list_and_quick_watch_are_live()
    {
        var gap = Gap(null);
        gap.BeginList();
        gap.EndList();
        Pass(1);
        gap.BeginWatch();
        Assert.Null(gap.NotBefore);
        Assert.Equal(Noon, gap.LastAlive);
        Hear(gap, 60);
        Assert.Equal(Noon.AddSeconds(61), gap.LastAlive);
    }

    [Fact]
    public void What_waited_behind_a_slow_reader_is_bounded_until_the_watch_has_caught_up()
    {
        var gap = Watching();
        Hear(gap, 10);
        var stalled = _time.GetUtcNow();
        Pass(60);
        gap.Stall(stalled);
        Hear(gap, 1);
        Assert.Equal((stalled, stalled), (gap.NotBefore, gap.LastAlive));
        Hear(gap, 6);
        Assert.Null(gap.NotBefore);
    }

    [Fact]
    public void Reader_that_was_slow_for_a_moment_makes_no_gap()
    {
        var gap = Watching();
        var stalled = _time.GetUtcNow();
        Pass(1);
        gap.Stall(stalled);
        Assert.Null(gap.NotBefore);
    }

    [Fact]
    public void Backlog_after_an_interruption_is_bounded_until_a_bookmark()
    {
        var gap = Watching();
        Pass(100);
        gap.BreakOff();
        Pass(20);
        gap.BeginWatch();
        Hear(gap, 1);
        Hear(gap, 4);
        Assert.Equal(Noon, gap.NotBefore);
        Assert.Equal(Noon, gap.LastAlive);
        gap.Hear();
        gap.Close();
        gap.Handled();
        Assert.Null(gap.NotBefore);
        Assert.Equal(_time.GetUtcNow(), gap.LastAlive);
    }

    [Fact]
    public void Silence_of_an_open_watch_ends_the_backlog()
    {
        var gap = Watching();
        Pass(100);
        gap.BeginWatch();
        Hear(gap, 6);
        Assert.Null(gap.NotBefore);
    }

    [Fact]
    public void Watch_that_was_silent_and_broke_knows_what_was_true_when_it_opened()
    {
        var gap = Watching();
        Pass(100);
        gap.BeginWatch();
        Pass(120);
        gap.BreakOff();
        Assert.Equal(Noon.AddSeconds(100), gap.LastAlive);
    }

    [Fact]
    public void Baseline_bounds_the_first_list()
    {
        var gap = Gap(Noon.AddHours(-5));
        gap.BeginList();
        Assert.Equal(Noon.AddHours(-5), gap.NotBefore);
        gap.EndList();
        Assert.Equal(Noon, gap.LastAlive);
    }

    private WatchGap Gap(DateTimeOffset? lastAlive) => new(new WatchTimings(), lastAlive, _time);

    private WatchGap Watching()
    {
        var gap = Gap(null);
        gap.BeginList();
        gap.EndList();
        gap.BeginWatch();
        return gap;
    }

    private void Pass(int seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private void Hear(WatchGap gap, int afterSeconds)
    {
        Pass(afterSeconds);
        gap.Hear();
        gap.Handled();
    }
}
