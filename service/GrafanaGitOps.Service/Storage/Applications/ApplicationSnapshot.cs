using System.Collections;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>The applications that are there as of a version of the ledger, by name; each version shares what did not change with the one before.</summary>
internal sealed class ApplicationSnapshot : IReadOnlyList<SnapshotEntry>
{
    private const long Never = long.MinValue;

    // By place; moments apart, in Unix milliseconds, because they change more often than all else.
    private readonly ApplicationStatus[] _statuses;
    private readonly long[] _looked;
    private readonly Dictionary<long, int> _places;

    private ApplicationSnapshot(LedgerVersion asOf, ApplicationStatus[] statuses, long[] looked, Dictionary<long, int> places) =>
        (AsOf, _statuses, _looked, _places) = (asOf, statuses, looked, places);

    /// <summary>Before anything was read.</summary>
    public static ApplicationSnapshot None { get; } = new(LedgerVersion.None, [], [], []);

    public LedgerVersion AsOf { get; }

    public int Count => _statuses.Length;

    public SnapshotEntry this[int index] =>
        new(_statuses[index], _looked[index] == Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(_looked[index]), index);

    /// <summary>Without their looks.</summary>
    public IEnumerable<ApplicationStatus> WithoutLooks => _statuses;

    /// <summary>The application with this row; null when it is not there.</summary>
    public SnapshotEntry? Find(long id) => _places.TryGetValue(id, out var place) ? this[place] : null;

    /// <inheritdoc cref="Find"/>
    public ApplicationStatus? FindStatus(long id) => _places.TryGetValue(id, out var place) ? _statuses[place] : null;

    /// <summary>The same at a later version.</summary>
    /// <param name="asOf">The version.</param>
    /// <param name="changed">Applications that changed since, also those that are gone.</param>
    /// <param name="looks">Looks that were recorded since, by row; those at applications that are gone say nothing.</param>
    public ApplicationSnapshot At(LedgerVersion asOf, IReadOnlyList<ApplicationStatus> changed, IReadOnlyList<(long Id, long? At)> looks)
    {
        var isPlaced = changed.All(status => status.Deleted is null && _places.ContainsKey(status.Id));
        var next = isPlaced ? Replace(asOf, changed) : Sort(asOf, changed);
        foreach (var (id, at) in looks)
            if (next._places.TryGetValue(id, out var place)) next._looked[place] = at ?? Never;
        return next;
    }

    public IEnumerator<SnapshotEntry> GetEnumerator()
    {
        for (var place = 0; place < Count; place++) yield return this[place];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ApplicationSnapshot Replace(LedgerVersion asOf, IReadOnlyList<ApplicationStatus> changed)
    {
        var statuses = changed.Count == 0 ? _statuses : [.. _statuses];
        foreach (var status in changed) statuses[_places[status.Id]] = status;
        return new ApplicationSnapshot(asOf, statuses, [.. _looked], _places);
    }

    /// <summary>Applications come and go seldom; sorting their names for each answer would take longer than reading them.</summary>
    private ApplicationSnapshot Sort(LedgerVersion asOf, IReadOnlyList<ApplicationStatus> changed)
    {
        var byId = _statuses.ToDictionary(status => status.Id);
        foreach (var status in changed)
        {
            if (status.Deleted is null) byId[status.Id] = status;
            else byId.Remove(status.Id);
        }

        ApplicationStatus[] statuses = [.. byId.Values];
        Array.Sort(statuses, ApplicationStatus.ByName);
        var looked = Array.ConvertAll(statuses, status => _places.TryGetValue(status.Id, out var place) ? _looked[place] : Never);
        return new ApplicationSnapshot(asOf, statuses, looked, statuses.Index().ToDictionary(one => one.Item.Id, one => one.Index));
    }
}
