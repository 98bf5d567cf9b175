namespace GrafanaGitOps.Service.Storage.Present;

/// <summary>
/// The applications that are there, kept in memory as of a version of the ledger: questions of the present come often and show all columns of
/// all applications, of which few have changed since the last one. A new version reads only those (<c>applications.changed_in</c>,
/// <c>looked_in</c>).
/// </summary>
internal sealed class StatusCache : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Statuses _last = Statuses.None;

    /// <summary>Whether somebody has asked yet.</summary>
    public bool IsRead => _last != Statuses.None;

    /// <summary>The applications as of this version or a later one.</summary>
    /// <param name="reader">Reads in a transaction that sees this version.</param>
    /// <param name="version">The version that the transaction sees.</param>
    /// <param name="cancellationToken">Ends the wait for another reading.</param>
    public async ValueTask<Statuses> GetAsync(StatusReader reader, LedgerVersion version, CancellationToken cancellationToken)
    {
        if (_last is { } last && !last.AsOf.IsOlderThan(version)) return last;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_last.AsOf.IsOlderThan(version)) _last = await ReadAsync(reader, _last, version);
            return _last;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<Statuses> ReadAsync(StatusReader reader, Statuses last, LedgerVersion version)
    {
        var changed = last == Statuses.None ? await reader.ReadAllAsync()
            : last.AsOf.Version < version.Version ? await reader.ReadChangedAsync(last.AsOf.Version) : [];
        var looks = last.AsOf.Looks < version.Looks ? await reader.ReadLooksAsync(last.AsOf.Looks) : [];
        return last.At(version, changed, looks);
    }
}
