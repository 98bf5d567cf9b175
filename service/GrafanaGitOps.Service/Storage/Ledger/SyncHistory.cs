using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>The sync attempts of one application that a batch is about, and their neighbours.</summary>
internal sealed class SyncHistory
{
    private readonly Dictionary<UInt128, SyncEntry> _entries = [];

    public IEnumerable<SyncEntry> Entries => _entries.Values;

    /// <summary>From where deployments must be marked anew: the earliest start, now or as stored, of what moves them; null when nothing does.</summary>
    public long? MarkFrom => _entries.Values.Where(entry => entry.MovesDeployments)
        .Min(entry => (long?)Math.Min(entry.Place.StartedAt, entry.Stored?.StartedAt ?? long.MaxValue));

    /// <summary>Adds one that is stored; a later sight of it, which is here already, stays.</summary>
    public void Load(SyncEntry stored) => _entries.TryAdd(stored.Key, stored);

    public bool Knows(UInt128 key) => _entries.ContainsKey(key);

    /// <summary>
    /// Records a sight of an attempt and returns what the ledger has of it then: the attempt itself, or the one that it repeats.
    /// It is compared with the one that began before it, not with the newest, so that a sight that comes again late repeats the same one.
    /// </summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="observed">When.</param>
    /// <param name="look">When what is new in the look happened; null where that says nothing of an attempt.</param>
    /// <param name="created">When the object was made: those before are another one's.</param>
    public SyncAttempt Record(SyncAttempt seen, DateTimeOffset observed, Moment? look = null, DateTimeOffset? created = null)
    {
        var keys = SyncKey.AllOf(seen);
        foreach (var key in keys)
        {
            if (!_entries.TryGetValue(key, out var known)) continue;
            known.Merge(seen);
            return known.Attempt;
        }

        if (look is { } bounds) seen = seen.SeenWithin(bounds);
        if (seen.IsRepeatable && Before(seen.Started) is { } before && !(before.Place.StartedAt < created?.ToUnixTimeMilliseconds()) && seen.Repeats(before.Attempt))
        {
            before.TryAgain(seen);
            return before.Attempt;
        }

        return (_entries[keys[0]] = new SyncEntry(keys[0], seen, observed)).Attempt;
    }

    /// <summary>An operator has one sync of an application at a time, so those that run and are not seen any more have ended.</summary>
    /// <param name="seen">What the operator tells of now.</param>
    /// <param name="since">When the last of them was known to run.</param>
    /// <param name="until">When they had ended.</param>
    public void EndUnseen(IReadOnlyList<SyncAttempt> seen, DateTimeOffset? since, DateTimeOffset until)
    {
        var keys = seen.SelectMany(SyncKey.AllOf).ToHashSet();
        foreach (var entry in _entries.Values.Where(entry => entry.Attempt.IsRunning && entry.IsSeenBefore(until) && !keys.Contains(entry.Key)))
        {
            var next = seen.Where(attempt => attempt.Started.NotAfter > entry.Attempt.Started.NotAfter).Min(attempt => (DateTimeOffset?)attempt.Started.NotAfter);
            var ended = next < until ? next.Value : until;
            entry.EndUnseen(Moment.Between(since > entry.Attempt.Started.NotAfter ? since : entry.Attempt.Started.NotAfter, ended));
        }
    }

    /// <summary>Marks deployments from <see cref="MarkFrom"/> on; the successful syncs from the one before that on must be here.</summary>
    public void MarkDeployments(long from)
    {
        var ordered = _entries.Values.OrderBy(entry => entry.Place).ToList();
        foreach (var entry in ordered.Where(entry => entry.IsDeployment && !Deployments.Counts(entry.Attempt))) Deployments.Unmark(entry);
        var syncs = ordered.FindAll(entry => Deployments.Counts(entry.Attempt));
        var first = syncs.FindIndex(entry => entry.Place.StartedAt >= from);
        if (first >= 0) Deployments.Mark(first == 0 ? null : syncs[first - 1], syncs.Skip(first));
    }

    private SyncEntry? Before(Moment started)
    {
        var at = started.NotAfter.ToUnixTimeMilliseconds();
        return _entries.Values.Where(entry => entry.Place.StartedAt <= at).MaxBy(entry => entry.Place)
            ?? _entries.Values.MinBy(entry => entry.Place);
    }
}
