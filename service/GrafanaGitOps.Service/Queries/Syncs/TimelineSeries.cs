using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>One row of a state timeline: the states of one application in one dimension, and from when each holds.</summary>
internal sealed class TimelineSeries
{
    private static readonly TimeSpan Exact = TimeSpan.FromSeconds(1);

    private readonly SortedList<DateTimeOffset, ushort?> _steps = [];
    private readonly ushort _unknownWhen;

    /// <param name="changes">Oldest first.</param>
    /// <param name="states">How many states there are; the number behind them stands for "it changed, and nobody knows when".</param>
    /// <param name="from">Start of the time range; null for the beginning.</param>
    /// <param name="to">End of the time range.</param>
    public TimelineSeries(IReadOnlyList<StateChange> changes, int states, DateTimeOffset? from, DateTimeOffset to)
    {
        _unknownWhen = (ushort)states;
        DateTimeOffset? before = null;
        foreach (var (moment, state) in changes)
        {
            AddUncertain(moment, before);
            _steps[moment.NotAfter] = state == StateChange.Gone ? null : (ushort)state;
            before = moment.NotAfter;
        }

        if (from is { } start) BeginAt(start);
        while (_steps.Count > 0 && _steps.GetKeyAtIndex(_steps.Count - 1) > to) _steps.RemoveAt(_steps.Count - 1);
    }

    /// <summary>When a state begins.</summary>
    public IEnumerable<DateTimeOffset> Times => _steps.Keys;

    /// <summary>The state at each of the times, which ascend and hold all of <see cref="Times"/>; null where none is known.</summary>
    public void AppendTo(EnumField column, IEnumerable<DateTimeOffset> times)
    {
        ushort? state = null;
        var next = 0;
        foreach (var time in times)
        {
            if (next < _steps.Count && _steps.GetKeyAtIndex(next) == time) state = _steps.GetValueAtIndex(next++);
            column.Append(state);
        }
    }

    /// <summary>Between the bounds of a change neither the old state nor the new one is a fact.</summary>
    private void AddUncertain(Moment moment, DateTimeOffset? before)
    {
        // Of the first sight with nothing known before there is nothing to show.
        if ((moment.NotBefore ?? before) is not { } start) return;
        if (before > start) start = before.Value;
        if (moment.NotAfter - start >= Exact) _steps[start] = _unknownWhen;
    }

    /// <summary>Drops what ended before the time range and lets the state that held then begin with it.</summary>
    private void BeginAt(DateTimeOffset start)
    {
        ushort? state = null;
        while (_steps.Count > 0 && _steps.GetKeyAtIndex(0) <= start)
        {
            state = _steps.GetValueAtIndex(0);
            _steps.RemoveAt(0);
        }

        _steps[start] = state;
    }
}
