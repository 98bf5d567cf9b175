using Cronos;

namespace GrafanaGitOps.Service.Scheduling;

/// <summary>How long a job waits for its next run.</summary>
internal sealed class Schedule
{
    private const int MaxDoublings = 10;

    private readonly Func<DateTimeOffset, int, double, TimeSpan> _pause;

    private Schedule(Func<DateTimeOffset, int, double, TimeSpan> pause) => _pause = pause;

    /// <summary>The interval give or take a tenth, so that jobs spread; doubled with each failure in a row, up to the longest pause.</summary>
    public static Schedule Every(TimeSpan interval, TimeSpan longest)
    {
        if (longest < interval) longest = interval;
        return new Schedule((_, failures, chance) =>
        {
            var pause = interval * Math.Pow(2, Math.Min(failures, MaxDoublings));
            return (pause < longest ? pause : longest) * (0.9 + (0.2 * chance));
        });
    }

    /// <summary>The times of a cron expression in UTC, whatever failed; see <see cref="FindProblem"/>.</summary>
    public static Schedule Cron(string expression)
    {
        var times = CronExpression.Parse(expression);
        // A timer may end a little before its time, which must not be the next one.
        return new Schedule((now, _, _) => times.GetNextOccurrence(now.AddSeconds(1), TimeZoneInfo.Utc)!.Value - now);
    }

    /// <summary>What is wrong with a cron expression, as the end of a sentence that begins with its key; null when nothing is.</summary>
    public static string? FindProblem(string expression) =>
        !CronExpression.TryParse(expression, out var times) ? "must be a cron expression of five fields, or a name such as @daily"
        : times.GetNextOccurrence(DateTime.UnixEpoch) is null ? "names a day that never comes"
        : null;

    /// <param name="now">The end of the last run.</param>
    /// <param name="failures">Failures in a row.</param>
    /// <param name="chance">From 0 to 1.</param>
    public TimeSpan Pause(DateTimeOffset now, int failures, double chance) => _pause(now, failures, chance);
}
