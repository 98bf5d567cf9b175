using System.Collections.Frozen;

namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>
/// The applications that are there, kept in memory as of a version of the ledger: questions of the present come often and show all columns of
/// all applications, of which few have changed since the last one. A new version reads only those (<c>applications.changed_in</c>).
/// </summary>
internal sealed class StatusCache : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Statuses _last = new(-1, FrozenDictionary<long, ApplicationStatus>.Empty);

    /// <summary>Applications by id, as of this version or a later one.</summary>
    /// <param name="reader">Reads in a transaction that sees this version.</param>
    /// <param name="version">The version that the transaction sees.</param>
    /// <param name="cancellationToken">Ends the wait for another reading.</param>
    public async ValueTask<IReadOnlyDictionary<long, ApplicationStatus>> GetAsync(
        StatusReader reader, long version, CancellationToken cancellationToken)
    {
        if (_last is { } last && last.Version >= version) return last.ById;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last.Version < version) _last = await ReadAsync(reader, _last, version);
            return _last.ById;
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
        var byId = new Dictionary<long, ApplicationStatus>(last.ById);
        foreach (var status in changed)
        {
            if (status.Deleted is null) byId[status.Id] = status;
            else byId.Remove(status.Id);
        }

        return new Statuses(version, byId);
    }

    private sealed record Statuses(long Version, IReadOnlyDictionary<long, ApplicationStatus> ById);
}
