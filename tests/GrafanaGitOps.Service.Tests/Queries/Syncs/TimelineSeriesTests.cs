using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Queries.Syncs;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Tests.Queries.Syncs;

/// <summary>Minutes after noon; states 0 and 1, 2 stands for "changed, unknown when".</summary>
public sealed class TimelineSeriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void State_that_held_before_begins_with_the_range() => Of(10, 30, (0, 0, 0), (5, 5, 1), (20, 20, 0)).Should().Be("10:1 20:0");

    [Fact]
    public void Nothing_is_shown_before_the_first_sight() => Of(10, 30, (null, 20, 1)).Should().Be("10:- 20:1");

    [Fact]
    public void Time_in_which_nobody_watched_is_neither_state() => Of(0, 30, (0, 0, 0), (10, 20, 1)).Should().Be("0:0 10:2 20:1");

    [Fact]
    public void Time_without_a_lower_bound_begins_with_the_state_before() => Of(0, 30, (5, 5, 0), (null, 20, 1)).Should().Be("0:- 5:2 20:1");

    [Fact]
    public void Bound_before_the_last_change_counts_from_that_change() => Of(0, 30, (8, 8, 0), (2, 20, 1)).Should().Be("0:- 8:2 20:1");

    [Fact]
    public void Change_after_the_range_still_makes_its_end_uncertain() => Of(0, 30, (0, 0, 0), (25, 40, 1)).Should().Be("0:0 25:2");

    [Fact]
    public void Deleted_application_has_no_state() => Of(0, 30, (0, 0, 0), (20, 20, -1), (25, 25, 1)).Should().Be("0:0 20:- 25:1");

    [Fact]
    public void Bounds_within_a_second_are_exact() => Of(0, 30, (0, 0, 0), (19.995, 20, 1)).Should().Be("0:0 20:1");

    private static string Of(double from, double to, params (double? NotBefore, double NotAfter, int State)[] changes)
    {
        var series = new TimelineSeries(
            [.. changes.Select(change => new StateChange(Moment.Between(change.NotBefore is { } first ? At(first) : null, At(change.NotAfter)), change.State))],
            2, At(from), At(to));
        using var column = new EnumField("state", ["a", "b", "unknown when"], nullable: true);
        series.AppendTo(column, series.Times);
        using var frame = new Frame("", column);
        var values = System.Text.Json.JsonElement.Parse(QueryFixture.Json(frame)).GetProperty("data").GetProperty("values")[0];
        return string.Join(' ', series.Times.Zip(values.EnumerateArray(), (time, state) => $"{(time - Noon).TotalMinutes}:{state.GetRawText().Replace("null", "-", StringComparison.Ordinal)}"));
    }

    private static DateTimeOffset At(double minute) => Noon.AddMinutes(minute);
}
