using GrafanaGitOps.Service.Events;
using static System.FormattableString;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Durations and moments of syncs, no more exact than they are known.</summary>
internal static class SyncTimes
{
    /// <summary>Bounds that leave no more than this open still give a duration.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    /// <summary>Seconds from one moment to the other; null where one is missing or more than 5 s and a tenth of it are open.</summary>
    public static double? Seconds(Moment started, Moment? finished)
    {
        if (finished is not { } ended || Width(started) is not { } before || Width(ended) is not { } after) return null;
        var duration = ended.NotAfter - started.NotAfter;
        if (duration < TimeSpan.Zero) duration = TimeSpan.Zero;
        return before + after <= Tolerance || before + after <= duration / 10 ? duration.TotalSeconds : null;
    }

    /// <summary>Says between which times it happened; null for a moment that is exact.</summary>
    public static string? Bounds(Moment moment)
    {
        if (moment.IsExact) return null;
        return moment.NotBefore is { } notBefore
            ? Invariant($"between {notBefore.UtcDateTime:yyyy-MM-dd HH:mm:ss} and {moment.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
            : Invariant($"at the latest {moment.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
    }

    private static TimeSpan? Width(Moment moment) => moment.NotAfter - moment.NotBefore;
}
