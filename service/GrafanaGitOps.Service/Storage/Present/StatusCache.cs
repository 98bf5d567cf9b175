using System.Collections.Frozen;

namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>
/// The applications that are there, kept in memory as of a version of the ledger: questions of the present come often and show all columns of
/// all applications, of which few have changed since the last one. A new version reads only those (<c>applications.changed_in</c>).
/// </summary>
internal sealed class StatusCache : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Statuses _last = new(-1, FrozenDictionary<long, PlacedStatus>.Empty);

    /// <summary>Whether somebody has asked yet.</summary>
    public bool IsRead => _last.Version >= 0;

    /// <summary>The applications as of this version or a later one.</summary>
    /// <param name="reader">Reads in a transaction that sees this version.</param>
    /// <param name="version">The version that the transaction sees.</param>
    /// <param name="cancellationToken">Ends the wait for another reading.</param>
    public async ValueTask<Statuses> GetAsync(StatusReader reader, long version, CancellationToken cancellationToken)
    {
        if (_last is { } last && last.Version >= version) return last;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last.Version < version) _last = await ReadAsync(reader, _last, version);
            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<Statuses> ReadAsync(StatusReader reader, Statuses last, long version)
    {
        var changed = last.Version < 0 ? await reader.ReadAllAsync() : await reader.ReadChangedAsync(last.Version);
        if (changed.Count == 0) return last with { Version = version };
        var byId = new Dictionary<long, PlacedStatus>(last.ById);
        var isSorted = true;
        foreach (var status in changed)
        {
            if (status.Deleted is not null)
            {
                byId.Remove(status.Id);
                continue;
            }

            isSorted &= byId.TryGetValue(status.Id, out var before);
            byId[status.Id] = new PlacedStatus(status, before.Place);
        }

        return new Statuses(version, isSorted ? byId : Sort(byId.Values));
    }

    /// <summary>Applications come and go seldom; sorting their names for each answer would take longer than reading them.</summary>
    private static Dictionary<long, PlacedStatus> Sort(IEnumerable<PlacedStatus> statuses)
    {
        var sorted = statuses.Select(placed => placed.Status).ToArray();
        Array.Sort(sorted, ApplicationStatus.ByName);
        return sorted.Index().ToDictionary(one => one.Item.Id, one => new PlacedStatus(one.Item, one.Index));
    }
}

/// <summary>The applications that are there as of a version of the ledger.</summary>
internal sealed record Statuses(long Version, IReadOnlyDictionary<long, PlacedStatus> ById);

/// <summary>An application and its place among all by name.</summary>
internal readonly record struct PlacedStatus(ApplicationStatus Status, int Place);
