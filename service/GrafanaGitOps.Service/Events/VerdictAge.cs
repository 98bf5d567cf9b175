namespace GrafanaGitOps.Service.Events;

/// <summary>How old an operator's verdict is, and when that is too old to be believed.</summary>
public static class VerdictAge
{
    /// <summary>A verdict that is older than this many of the operator's own intervals is stale.</summary>
    public const int StaleAfterIntervals = 3;

    /// <summary>How long ago the operator looked; null when that is not known. Never negative: clocks differ.</summary>
    public static TimeSpan? Age(DateTimeOffset? lastLooked, DateTimeOffset now) =>
        lastLooked is not { } looked ? null : looked > now ? TimeSpan.Zero : now - looked;

    /// <summary>
    /// Whether the operator missed three of its own looks. False where it cannot be known: no interval, or an operator that does not write down each
    /// look. Suspended applications grow stale too: nobody looks at them.
    /// </summary>
    public static bool IsStale(ApplicationState state, DateTimeOffset now) =>
        state.Heartbeat && IsStale(state.LastLooked ?? state.Created, state.Interval, now);

    /// <summary>Whether more than three intervals went by since the last look; false when either is not known.</summary>
    public static bool IsStale(DateTimeOffset? lastLooked, TimeSpan? interval, DateTimeOffset now) =>
        interval is { } each && each > TimeSpan.Zero && Age(lastLooked, now) is { } age && age / StaleAfterIntervals > each;
}
