namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>How long to wait for the next look at a remote.</summary>
internal static class PollDelay
{
    private const int MaxDoublings = 10;

    /// <summary>The interval give or take a tenth, so that repositories spread; doubled with each failure in a row, up to the limit.</summary>
    /// <param name="failures">Failures in a row.</param>
    /// <param name="interval">The configured interval.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan interval, double chance)
    {
        var longest = interval > GitLimits.Backoff ? interval : GitLimits.Backoff;
        var delay = interval * Math.Pow(2, Math.Min(failures, MaxDoublings));
        return (delay < longest ? delay : longest) * (0.9 + (0.2 * chance));
    }
}
