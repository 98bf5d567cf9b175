namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>
/// Knows when nobody watched. After an interruption the server first sends what was missed, so changes get the beginning of the gap as a bound
/// until a bookmark or a silence tells that the watch has caught up.
/// </summary>
internal sealed class WatchGap(WatchTimings timings, DateTimeOffset? lastAlive, TimeProvider timeProvider)
{
    /// <summary>Stands for a moment of which nobody knows anything.</summary>
    public static readonly DateTimeOffset Unknown = DateTimeOffset.MinValue;

    private DateTimeOffset? _firstListAt;
    private DateTimeOffset _listStartedAt;
    private DateTimeOffset _heardAt;

    /// <summary>The moment up to which nothing was missed.</summary>
    public DateTimeOffset? LastAlive { get; private set; } = lastAlive;

    /// <summary>Null while changes are seen as they happen.</summary>
    public DateTimeOffset? NotBefore { get; private set; } = lastAlive;

    public void BeginList()
    {
        _listStartedAt = timeProvider.GetUtcNow();
        _firstListAt ??= _listStartedAt;
        NotBefore = LastAlive ?? _firstListAt;
    }

    public void EndList() => LastAlive = _listStartedAt;

    public void BeginWatch()
    {
        _heardAt = timeProvider.GetUtcNow();
        NotBefore = _heardAt - LastAlive <= timings.LiveGap ? null : LastAlive;
    }

    /// <summary>An event has come.</summary>
    public void Hear()
    {
        var now = timeProvider.GetUtcNow();
        if (now - _heardAt > timings.CatchUp) NotBefore = null;
        _heardAt = now;
    }

    /// <summary>The event has been handed out.</summary>
    public void Handled()
    {
        if (NotBefore is null) LastAlive = _heardAt;
    }

    /// <summary>The reader was slow since then, and we with it: what comes next may have waited.</summary>
    public void Stall(DateTimeOffset since)
    {
        // A silence of our own making does not say that the server had nothing to tell.
        _heardAt = timeProvider.GetUtcNow();
        if (_heardAt - since > timings.LiveGap) NotBefore ??= since;
    }

    /// <summary>The server says that nothing is missing up to now.</summary>
    public void Close() => NotBefore = null;

    public void EndWatch()
    {
        Hear();
        Handled();
    }

    /// <summary>The watch is over: when it was silent long enough, all that had been missed before has come; what happened since it was last heard is not known.</summary>
    public void BreakOff()
    {
        if (timeProvider.GetUtcNow() - _heardAt > timings.CatchUp && LastAlive < _heardAt) LastAlive = _heardAt;
    }
}
