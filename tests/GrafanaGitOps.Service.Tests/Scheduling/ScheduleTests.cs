using GrafanaGitOps.Service.Scheduling;

namespace GrafanaGitOps.Service.Tests.Scheduling;

public sealed class ScheduleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0.5, 60)]
    [InlineData(0, 0, 54)]
    [InlineData(1, 0.5, 120)]
    [InlineData(50, 1, 1980)]
    public void Interval_grows_with_failures_up_to_a_limit(int failures, double chance, int seconds) =>
        Schedule.Every(TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(30)).Pause(Noon, failures, chance).Should().Be(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("@daily", 0, 12 * 60)]
    [InlineData("30 12 * * *", 0, 30)]
    [InlineData("0 12 * * *", 0, 24 * 60)]
    [InlineData("0 12 * * *", -1, 24 * 60)]
    public void Cron_expression_names_the_next_time_and_never_the_same_again(string expression, int milliseconds, int minutes)
    {
        var now = Noon.AddMilliseconds(milliseconds);

        (now + Schedule.Cron(expression).Pause(now, 3, 0.5)).Should().Be(Noon.AddMinutes(minutes));
    }

    [Theory]
    [InlineData("15 3 * * 1-5", null)]
    [InlineData("@weekly", null)]
    [InlineData("daily", "must be a cron expression of five fields, or a name such as @daily")]
    [InlineData("", "must be a cron expression of five fields, or a name such as @daily")]
    [InlineData("0 0 30 2 *", "names a day that never comes")]
    public void Cron_expression_that_cannot_be_kept_is_said(string expression, string? problem) => Schedule.FindProblem(expression).Should().Be(problem);
}
