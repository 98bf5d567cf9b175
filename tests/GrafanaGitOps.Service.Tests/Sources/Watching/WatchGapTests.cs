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
        gap.NotBefore.Should().BeNull();
        gap.LastAlive.Should().Be(Noon);
        Hear(gap, 60);
        gap.LastAlive.Should().Be(Noon.AddSeconds(61));
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
        (gap.NotBefore, gap.LastAlive).Should().Be((stalled, stalled));
        Hear(gap, 6);
        gap.NotBefore.Should().BeNull();
    }

    [Fact]
    public void Reader_that_was_slow_for_a_moment_makes_no_gap()
    {
        var gap = Watching();
        var stalled = _time.GetUtcNow();
        Pass(1);
        gap.Stall(stalled);
        gap.NotBefore.Should().BeNull();
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
        gap.NotBefore.Should().Be(Noon);
        gap.LastAlive.Should().Be(Noon);
        gap.Hear();
        gap.Close();
        gap.Handled();
        gap.NotBefore.Should().BeNull();
        gap.LastAlive.Should().Be(_time.GetUtcNow());
    }

    [Fact]
    public void Silence_of_an_open_watch_ends_the_backlog()
    {
        var gap = Watching();
        Pass(100);
        gap.BeginWatch();
        Hear(gap, 6);
        gap.NotBefore.Should().BeNull();
    }

    [Fact]
    public void Watch_that_was_silent_and_broke_knows_what_was_true_when_it_opened()
    {
        var gap = Watching();
        Pass(100);
        gap.BeginWatch();
        Pass(120);
        gap.BreakOff();
        gap.LastAlive.Should().Be(Noon.AddSeconds(100));
    }

    [Fact]
    public void Baseline_bounds_the_first_list()
    {
        var gap = Gap(Noon.AddHours(-5));
        gap.BeginList();
        gap.NotBefore.Should().Be(Noon.AddHours(-5));
        gap.EndList();
        gap.LastAlive.Should().Be(Noon);
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
