using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>What may be said of one watch: nothing counts as seen before it is durable.</summary>
internal sealed class WatchReport(ResourceWatch watch)
{
    private (IReadOnlyList<WatchState> States, long Count)? _claim;
    private IReadOnlyList<WatchState>? _proven;

    /// <summary>
    /// The states now; but <see cref="WatchState.LastAlive"/> and <see cref="WatchState.SyncedAt"/> of the last moment up to which every change is
    /// recorded.
    /// </summary>
    public IEnumerable<WatchState> Read()
    {
        // In this order: what the states speak of is counted then.
        if (_claim is null)
        {
            var states = watch.States;
            _claim = (states, watch.Count);
        }

        if (watch.Recorded >= _claim.Value.Count) (_proven, _claim) = (_claim.Value.States, null);
        return watch.States.Select((state, scope) =>
            state with { LastAlive = _proven?[scope].LastAlive, SyncedAt = _proven?[scope].SyncedAt });
    }
}
