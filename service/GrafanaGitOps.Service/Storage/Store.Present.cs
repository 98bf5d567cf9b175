using System.Collections.Frozen;
using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Applications whose rows are read faster than all applications are, while nobody has asked for the present yet.</summary>
    private const int FewNames = 100;

    private readonly StatusCache _statuses = new();

    /// <summary>
    /// The applications that match and are there, in no order; all of one moment. There are no more than in the clusters, so there is no limit.
    /// </summary>
    public async Task<IReadOnlyList<StatusLook>> ReadStatusesAsync(ApplicationFilter filter, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(_dialect, filter with { IncludeDeleted = false }, parameters);
        List<StatusLook>? looks = null;
        await ReadStatusesAsync(StatusReader.LooksSql(conditions), parameters, (row, byId) =>
        {
            looks ??= new List<StatusLook>(byId.Count);
            if (byId.TryGetValue(row.Number(), out var placed)) looks.Add(new StatusLook(placed.Status, row.Time(), placed.Place));
        }, cancellationToken);
        return looks ?? [];
    }

    /// <summary>The applications that match, in no order; deleted ones too where the filter says so.</summary>
    public async Task<IReadOnlyList<ApplicationStatus>> FindApplicationsAsync(ApplicationFilter filter, CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        return await GuardAsync<IReadOnlyList<ApplicationStatus>>(
            async () =>
            {
                var ids = await FindIdsAsync(filter, transaction, cancellationToken)
                    ?? await lease.Connection.QueryAsync<long>(Command("SELECT id FROM applications", null, transaction, cancellationToken));
                var found = await FindStatusesAsync(ids, transaction, cancellationToken);
                return [.. ids.Select(found.Find).OfType<ApplicationStatus>()];
            },
            cancellationToken);
    }

    /// <summary>What changed after a version for a follower of the applications that match; after -1 all of them.</summary>
    public async Task<StatusChanges> ReadStatusChangesAsync(ApplicationFilter filter, long after, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("after", after);
        var conditions = new ApplicationConditions(_dialect, filter with { IncludeDeleted = false }, parameters);
        var sql = $"""
            SELECT a.id, a.last_looked, a.deleted_at, CASE WHEN {conditions.Sql} THEN 1 ELSE 0 END
            FROM applications a WHERE a.changed_in > @after
            """;
        var (changed, gone) = (new List<StatusLook>(), new List<GoneStatus>());
        var version = await ReadStatusesAsync(sql, parameters, (row, byId) =>
        {
            var (id, looked, deleted, matches) = (row.Number(), row.Time(), row.Time(), row.Truth());
            if (!matches) gone.Add(new GoneStatus(id, deleted));
            else if (byId.TryGetValue(id, out var placed)) changed.Add(new StatusLook(placed.Status, looked, placed.Place));
        }, cancellationToken);
        return new StatusChanges(version, changed, gone);
    }

    /// <summary>Commits that wait to be deployed, those that wait the longest first; at most so many.</summary>
    public async Task<IReadOnlyList<PendingCommitRow>> ReadPendingCommitsAsync(
        ApplicationFilter filter, string? search, int limit, CancellationToken cancellationToken)
    {
        var query = new PendingCommitQuery(_dialect, filter, search, limit);
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return await GuardAsync(
            async () =>
            {
                var rows = new List<PendingCommitRow>();
                await using var reader = await RowReader.OpenAsync(
                    _dialect, lease.Connection, Command(query.Sql, query.Parameters, null, cancellationToken));
                var cursor = new ColumnCursor(reader.Row);
                while (await reader.ReadAsync(cancellationToken)) rows.Add(PendingCommitQuery.Read(cursor.Begin()));
                return rows;
            },
            cancellationToken);
    }

    /// <summary>Reads rows at one moment, beside the applications of that moment or a later one; returns the moment's version.</summary>
    private async Task<long> ReadStatusesAsync(
        string sql, DynamicParameters parameters, Action<ColumnCursor, IReadOnlyDictionary<long, PlacedStatus>> read,
        CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        return await GuardAsync(
            async () =>
            {
                var (version, byId, _) = await PresentAsync(transaction, cancellationToken);
                await using var reader = await RowReader.OpenAsync(
                    _dialect, lease.Connection, Command(sql, parameters, transaction, cancellationToken));
                var cursor = new ColumnCursor(reader.Row);
                while (await reader.ReadAsync(cancellationToken)) read(cursor.Begin(), byId);
                return version;
            },
            cancellationToken);
    }

    /// <summary>Ids of the applications that match: from memory as far as it can tell and is of the transaction's moment; null when none is left out.</summary>
    private async Task<IReadOnlyList<long>?> FindIdsAsync(ApplicationFilter filter, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        if (conditions.IsEmpty) return null;
        var sql = conditions.Ids;
        List<long> ids = [];
        if (_statuses.IsRead && ApplicationMatch.Of(filter) is { } match
            && await PresentAsync(transaction, cancellationToken) is { IsExact: true, ById: var present })
        {
            ids.AddRange(present.Values.Select(placed => placed.Status).Where(match.Takes).Select(status => status.Id));
            if (!filter.IncludeDeleted) return ids;
            sql = conditions.DeletedIds;
        }

        ids.AddRange(await transaction.Connection!.QueryAsync<long>(Command(sql, parameters, transaction, cancellationToken)));
        return ids;
    }

    /// <summary>The applications of these ids, also deleted ones: from memory as far as they are there, the others from their rows.</summary>
    private async Task<StatusLookup> FindStatusesAsync(IEnumerable<long> ids, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var present = _statuses.IsRead ? (await PresentAsync(transaction, cancellationToken)).ById : FrozenDictionary<long, PlacedStatus>.Empty;
        var others = ids.Where(id => !present.ContainsKey(id)).ToHashSet();
        if (!_statuses.IsRead && others.Count > FewNames)
        {
            present = (await PresentAsync(transaction, cancellationToken)).ById;
            others.RemoveWhere(present.ContainsKey);
        }

        if (others.Count == 0) return new StatusLookup(present, FrozenDictionary<long, ApplicationStatus>.Empty);
        var read = await new StatusReader(_dialect, transaction, cancellationToken).ReadAsync([.. others]);
        return new StatusLookup(present, read.ToDictionary(status => status.Id));
    }

    /// <summary>The version that a transaction sees, and the applications that are there in it, exactly, or in a later one.</summary>
    private async Task<(long Version, IReadOnlyDictionary<long, PlacedStatus> ById, bool IsExact)> PresentAsync(
        DbTransaction transaction, CancellationToken cancellationToken)
    {
        var version = await transaction.Connection!.ExecuteScalarAsync<long>(
            Command("SELECT version FROM ledger", null, transaction, cancellationToken));
        var statuses = await _statuses.GetAsync(new StatusReader(_dialect, transaction, cancellationToken), version, cancellationToken);
        return (version, statuses.ById, statuses.Version == version);
    }
}
