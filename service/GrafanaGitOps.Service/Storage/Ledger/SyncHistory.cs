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
    public SyncAttempt Record(SyncAttempt seen, DateTimeOffset observed)
    {
        var key = SyncKey.Of(seen);
        if (_entries.TryGetValue(key, out var known))
        {
            known.Merge(seen);
            return known.Attempt;
        }

        if (seen.IsRepeatable && Before(seen.Started) is { } before && seen.Repeats(before.Attempt)) return before.Attempt;
        return (_entries[key] = new SyncEntry(key, seen, observed)).Attempt;
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
