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
    /// The applications that match and are there, by name; all of one moment. There are no more than in the clusters, so there is no limit.
    /// </summary>
    public async Task<IReadOnlyList<StatusLook>> ReadStatusesAsync(ApplicationFilter filter, CancellationToken cancellationToken)
    {
        filter = filter with { IncludeDeleted = false };
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        return await GuardAsync<IReadOnlyList<StatusLook>>(
            async () =>
            {
                var (present, _) = await PresentAsync(transaction, cancellationToken);
                if (ApplicationMatch.Of(filter) is { } match)
                    return match.TakesAll ? present : [.. present.Where(look => match.Takes(look.Status))];
                var parameters = new DynamicParameters();
                var sql = new ApplicationConditions(_dialect, filter, parameters).Ids;
                var ids = (await lease.Connection.QueryAsync<long>(Command(sql, parameters, transaction, cancellationToken))).ToHashSet();
                return [.. present.Where(look => ids.Contains(look.Status.Id))];
            },
            cancellationToken);
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
            SELECT a.id, a.deleted_at, CASE WHEN {conditions.Sql} THEN 1 ELSE 0 END
            FROM applications a WHERE a.changed_in > @after
            """;
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        return await GuardAsync(
            async () =>
            {
                var (changed, gone) = (new List<StatusLook>(), new List<GoneStatus>());
                var (present, version) = await PresentAsync(transaction, cancellationToken);
                await using var reader = await RowReader.OpenAsync(
                    _dialect, lease.Connection, Command(sql, parameters, transaction, cancellationToken));
                var cursor = new ColumnCursor(reader.Row);
                while (await reader.ReadAsync(cancellationToken))
                {
                    var row = cursor.Begin();
                    var (id, deleted, matches) = (row.Number(), row.Time(), row.Truth());
                    if (!matches) gone.Add(new GoneStatus(id, deleted));
                    else if (present.Find(id) is { } look) changed.Add(look);
                }

                return new StatusChanges(version.Version, changed, gone);
            },
            cancellationToken);
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

    /// <summary>Ids of the applications that match: from memory as far as it can tell and is of the transaction's moment; null when none is left out.</summary>
    private async Task<IReadOnlyList<long>?> FindIdsAsync(ApplicationFilter filter, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        if (conditions.IsEmpty) return null;
        var sql = conditions.Ids;
        List<long> ids = [];
        if (_statuses.IsRead && ApplicationMatch.Of(filter) is { } match
            && await PresentAsync(transaction, cancellationToken) is var (present, version) && present.AsOf.Version == version.Version)
        {
            ids.AddRange(present.WithoutLooks.Where(match.Takes).Select(status => status.Id));
            if (!filter.IncludeDeleted) return ids;
            sql = conditions.DeletedIds;
        }

        ids.AddRange(await transaction.Connection!.QueryAsync<long>(Command(sql, parameters, transaction, cancellationToken)));
        return ids;
    }

    /// <summary>The applications of these ids, also deleted ones: from memory as far as they are there, the others from their rows.</summary>
    private async Task<StatusLookup> FindStatusesAsync(IEnumerable<long> ids, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var present = _statuses.IsRead ? (await PresentAsync(transaction, cancellationToken)).Present : Statuses.None;
        var others = ids.Where(id => present.FindStatus(id) is null).ToHashSet();
        if (!_statuses.IsRead && others.Count > FewNames)
        {
            present = (await PresentAsync(transaction, cancellationToken)).Present;
            others.RemoveWhere(id => present.FindStatus(id) is not null);
        }

        if (others.Count == 0) return new StatusLookup(present, FrozenDictionary<long, ApplicationStatus>.Empty);
        var read = await new StatusReader(_dialect, transaction, cancellationToken).ReadAsync([.. others]);
        return new StatusLookup(present, read.ToDictionary(status => status.Id));
    }

    /// <summary>The applications that are there at a transaction's moment or a later one, and what the transaction sees.</summary>
    private async Task<(Statuses Present, LedgerVersion Version)> PresentAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var version = await transaction.Connection!.QuerySingleAsync<LedgerVersion>(Command(LedgerVersion.Sql, null, transaction, cancellationToken));
        return (await _statuses.GetAsync(new StatusReader(_dialect, transaction, cancellationToken), version, cancellationToken), version);
    }
}
