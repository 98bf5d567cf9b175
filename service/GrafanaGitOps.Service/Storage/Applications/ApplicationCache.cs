using System.Collections.Frozen;
using Dapper;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>
/// The applications that are there, kept in memory as of a version of the ledger: questions of the present come often and show all columns of
/// all applications, of which few have changed since the last one. A new version reads only those (<c>applications.changed_in</c>,
/// <c>looked_in</c>).
/// </summary>
internal sealed class ApplicationCache : IDisposable
{
    /// <summary>Applications whose rows are read faster than all applications are, while nobody has asked for the present yet.</summary>
    private const int FewNames = 100;

    private readonly SemaphoreSlim _reading = new(1);
    private volatile ApplicationSnapshot _last = ApplicationSnapshot.None;

    /// <summary>Whether somebody has asked yet.</summary>
    private bool IsRead => _last != ApplicationSnapshot.None;

    /// <summary>The applications that are there at a transaction's moment or a later one, and what the transaction sees.</summary>
    public async Task<(ApplicationSnapshot Present, LedgerVersion Version)> GetAsync(DatabaseTransaction transaction)
    {
        var version = await LedgerVersion.ReadAsync(transaction);
        if (_last is { } last && !last.AsOf.IsOlderThan(version)) return (last, version);
        await _reading.WaitAsync(transaction.CancellationToken);
        try
        {
            if (_last.AsOf.IsOlderThan(version)) _last = await ReadAsync(new ApplicationReader(transaction), _last, version);
            return (_last, version);
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>Ids of the applications that match: from memory as far as it can tell and is of the transaction's moment; null when none is left out.</summary>
    public async Task<IReadOnlyList<long>?> FindIdsAsync(ApplicationFilter filter, DatabaseTransaction transaction)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(transaction.Dialect, filter, parameters);
        if (conditions.IsEmpty) return null;
        var sql = conditions.Ids;
        List<long> ids = [];
        if (IsRead && ApplicationMatch.Of(filter) is { } match
            && await GetAsync(transaction) is var (present, version) && present.AsOf.Version == version.Version)
        {
            ids.AddRange(present.WithoutLooks.Where(match.Takes).Select(status => status.Id));
            if (!filter.IncludeDeleted) return ids;
            sql = conditions.DeletedIds;
        }

        ids.AddRange(await transaction.QueryAsync<long>(sql, parameters));
        return ids;
    }

    /// <summary>The applications of these ids, also deleted ones: from memory as far as they are there, the others from their rows.</summary>
    public async Task<ApplicationLookup> FindAsync(IEnumerable<long> ids, DatabaseTransaction transaction)
    {
        var present = IsRead ? (await GetAsync(transaction)).Present : ApplicationSnapshot.None;
        var others = ids.Where(id => present.FindStatus(id) is null).ToHashSet();
        if (!IsRead && others.Count > FewNames)
        {
            present = (await GetAsync(transaction)).Present;
            others.RemoveWhere(id => present.FindStatus(id) is not null);
        }

        if (others.Count == 0) return new ApplicationLookup(present, FrozenDictionary<long, ApplicationStatus>.Empty);
        var read = await new ApplicationReader(transaction).ReadAsync([.. others]);
        return new ApplicationLookup(present, read.ToDictionary(status => status.Id));
    }

    public void Dispose() => _reading.Dispose();

    private static async Task<ApplicationSnapshot> ReadAsync(ApplicationReader reader, ApplicationSnapshot last, LedgerVersion version)
    {
        var changed = last == ApplicationSnapshot.None ? await reader.ReadAllAsync()
            : last.AsOf.Version < version.Version ? await reader.ReadChangedAsync(last.AsOf.Version) : [];
        var looks = last.AsOf.Looks < version.Looks ? await reader.ReadLooksAsync(last.AsOf.Looks) : [];
        return last.At(version, changed, looks);
    }
}
