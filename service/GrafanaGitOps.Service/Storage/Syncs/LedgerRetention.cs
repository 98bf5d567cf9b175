using System.Globalization;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Removes a part of what the ledger held before a moment, within the caller's transaction.</summary>
internal sealed class LedgerRetention(DatabaseTransaction transaction, DateTimeOffset before)
{
    private static readonly string[] OfApplications =
    [
        "sync_events", "state_changes", "application_sources", "application_resources", "application_delivery", "application_paths",
        "pending_commits",
    ];

    private readonly long _before = before.ToUnixTimeMilliseconds();

    /// <summary>Removes sync events that began before; not the last deployment of an application, and not what still runs.</summary>
    public async Task<int> RemoveEventsAsync()
    {
        // In SQLite CROSS JOIN keeps this order, in which an index leads through nothing newer.
        var ids = await transaction.QueryAsync<long>(string.Create(CultureInfo.InvariantCulture,
            $"""
            SELECT e.id FROM sync_events e CROSS JOIN applications a WHERE a.id = e.application_id AND e.started_at < @before
                AND e.phase NOT IN ({(int)SyncPhase.Running}, {(int)SyncPhase.Terminating})
                AND (a.deployment_id IS NULL OR e.id <> a.deployment_id)
            ORDER BY e.started_at LIMIT {StorageLimits.Removed}
            """), new { before = _before });
        if (ids.Count == 0) return 0;
        await RemoveAsync("deployment_commits", "event_id", ids);
        await RemoveAsync("sync_events", "id", ids);
        await CountAsync(ids.Count);
        return ids.Count;
    }

    /// <summary>Removes states that had ended before, of the next applications by id; returns the last id, null when there were no more.</summary>
    public async Task<(long? Last, int Removed)> RemoveStatesAsync(long after)
    {
        var ids = await transaction.QueryAsync<long>(
            $"SELECT id FROM applications WHERE id > @after ORDER BY id LIMIT {StorageLimits.Removed}", new { after });
        if (ids.Count == 0) return (null, 0);
        var removed = await ExecuteAsync(
            $"""
            DELETE FROM state_changes WHERE application_id IN {transaction.Dialect.IdRows("@ids")} AND changed_at < (
                SELECT max(b.changed_at) FROM state_changes b
                WHERE b.application_id = state_changes.application_id AND b.dimension = state_changes.dimension AND b.changed_at <= @before)
            """, ids);
        return (ids[^1], removed);
    }

    /// <summary>Removes applications that were deleted before, with all that is left of them.</summary>
    public async Task<int> RemoveApplicationsAsync()
    {
        var ids = await transaction.QueryAsync<long>(
            $"""
            SELECT a.id FROM applications a WHERE a.deleted_at < @before
                AND NOT EXISTS (SELECT 1 FROM sync_events e WHERE e.application_id = a.id AND e.started_at >= @before)
            LIMIT {StorageLimits.Removed}
            """, new { before = _before });
        if (ids.Count == 0) return 0;
        await ExecuteAsync(
            $"""
            DELETE FROM deployment_commits WHERE event_id IN (SELECT id FROM sync_events WHERE application_id IN {transaction.Dialect.IdRows("@ids")})
            """, ids);
        foreach (var table in OfApplications)
        {
            var removed = await RemoveAsync(table, "application_id", ids);
            if (table == "sync_events") await CountAsync(removed);
        }

        await RemoveAsync("applications", "id", ids);
        return ids.Count;
    }

    private Task<int> CountAsync(int removed) =>
        transaction.ExecuteAsync("UPDATE ledger SET sync_events = sync_events - @removed", new { removed });

    private Task<int> RemoveAsync(string table, string column, List<long> ids) =>
        ExecuteAsync($"DELETE FROM {table} WHERE {column} IN {transaction.Dialect.IdRows("@ids")}", ids);

    private Task<int> ExecuteAsync(string sql, List<long> ids) =>
        transaction.ExecuteAsync(sql, new { ids = transaction.Dialect.Ids(ids), before = _before });
}
