using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Applications as they are now, and the recording of looks at them.</summary>
public sealed class ApplicationStore
{
    private readonly Database _database;
    private readonly ApplicationCache _cache;
    private readonly TimeSpan _keep;
    private readonly ILogger _logger;

    internal ApplicationStore(Database database, ApplicationCache cache, RetentionOptions retention, ILogger logger) =>
        (_database, _cache, _keep, _logger) = (database, cache, retention.SyncEvents, logger);

    /// <summary>
    /// Records looks at applications, in their order, in one transaction: the state of each, the moments at which sync and health changed, and
    /// every sync attempt once. What is recorded already changes nothing; one application that cannot be recorded is left out and named in the
    /// result.
    /// </summary>
    public async Task<RecordResult> RecordAsync(IReadOnlyList<ApplicationChange> changes, CancellationToken cancellationToken)
    {
        List<ApplicationChange> accepted = new(changes.Count);
        List<RejectedApplication> rejected = [];
        foreach (var change in changes)
        {
            if (ApplicationIdentity.TryClean(change, out var clean, out var reason)) accepted.Add(clean);
            else rejected.Add(Reject(change.Application, reason));
        }

        return await _database.WriteAsync(
            async transaction =>
            {
                var (version, looks) = await LedgerVersion.ReadAsync(transaction);
                var writer = new LedgerWriter(transaction, new LedgerVersion(version + 1, looks + 1), _keep);
                foreach (var part in accepted.Chunk(StorageLimits.Looks)) await writer.WriteAsync(part);
                if (writer.HasWritten) await transaction.ExecuteAsync("UPDATE ledger SET looks = looks + 1");
                if (writer.Attempts > 0)
                    await transaction.ExecuteAsync("UPDATE ledger SET sync_events = sync_events + @Attempts", new { writer.Attempts });
                var effect = writer.Applications > 0 ? WriteEffect.Answers : writer.HasWritten ? WriteEffect.State : WriteEffect.None;
                return (new RecordResult(writer.Applications, writer.Attempts, rejected), effect);
            },
            cancellationToken);
    }

    /// <summary>The applications of a kind that are in a cluster as far as is recorded: what a watch compares its first list with.</summary>
    public Task<IReadOnlyList<KnownApplication>> ReadKnownAsync(string cluster, string kind, CancellationToken cancellationToken) =>
        _database.QueryAsync<KnownApplication>(
            """
            SELECT namespace, name, uid, resource_version FROM applications
            WHERE cluster = @cluster AND kind = @kind AND deleted_at IS NULL ORDER BY namespace, name
            """, new { cluster, kind }, cancellationToken);

    /// <summary>How many applications each operator of each cluster has.</summary>
    public Task<IReadOnlyList<ApplicationCount>> CountAsync(CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<ApplicationCount>>(
            async transaction => (await transaction.QueryAsync<(string, string, long)>(
                """
                SELECT cluster, operator, count(*) FROM applications WHERE deleted_at IS NULL
                GROUP BY cluster, operator ORDER BY cluster, operator
                """)).ConvertAll(row => new ApplicationCount(row.Item1, row.Item2, row.Item3)),
            cancellationToken);

    /// <summary>
    /// The applications that match and are there, by name; all of one moment. There are no more than in the clusters, so there is no limit.
    /// </summary>
    public Task<IReadOnlyList<SnapshotEntry>> ReadAsync(ApplicationFilter filter, CancellationToken cancellationToken)
    {
        filter = filter with { IncludeDeleted = false };
        return _database.ReadAsync<IReadOnlyList<SnapshotEntry>>(
            async transaction =>
            {
                var (present, _) = await _cache.GetAsync(transaction);
                if (ApplicationMatch.Of(filter) is { } match)
                    return match.TakesAll ? present : [.. present.Where(look => match.Takes(look.Status))];
                var parameters = new DynamicParameters();
                var sql = new ApplicationConditions(_database.Dialect, filter, parameters).Ids;
                var ids = (await transaction.QueryAsync<long>(sql, parameters)).ToHashSet();
                return [.. present.Where(look => ids.Contains(look.Status.Id))];
            },
            cancellationToken);
    }

    /// <summary>The applications that match, in no order; deleted ones too where the filter says so.</summary>
    public Task<IReadOnlyList<ApplicationStatus>> FindAsync(ApplicationFilter filter, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyList<ApplicationStatus>>(
            async transaction =>
            {
                var ids = await _cache.FindIdsAsync(filter, transaction) ?? await transaction.QueryAsync<long>("SELECT id FROM applications");
                var found = await _cache.FindAsync(ids, transaction);
                return [.. ids.Select(found.Find).OfType<ApplicationStatus>()];
            },
            cancellationToken);

    /// <summary>What changed after a version for a follower of the applications that match; after -1 all of them.</summary>
    public Task<SnapshotChanges> ReadChangesAsync(ApplicationFilter filter, long after, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("after", after);
        var conditions = new ApplicationConditions(_database.Dialect, filter with { IncludeDeleted = false }, parameters);
        var sql = $"""
            SELECT a.id, a.deleted_at, CASE WHEN {conditions.Sql} THEN 1 ELSE 0 END
            FROM applications a WHERE a.changed_in > @after
            """;
        return _database.ReadAsync(
            async transaction =>
            {
                var (changed, gone) = (new List<SnapshotEntry>(), new List<RemovedEntry>());
                var (present, version) = await _cache.GetAsync(transaction);
                await foreach (var row in transaction.RowsAsync(sql, parameters))
                {
                    if (row.GetInt64(2) == 0) gone.Add(new RemovedEntry(row.GetInt64(0), StoredMoment.At(row.Number(1))));
                    else if (present.Find(row.GetInt64(0)) is { } look) changed.Add(look);
                }

                return new SnapshotChanges(version.Version, changed, gone);
            },
            cancellationToken);
    }

    /// <summary>Matching applications with sources and parents; the worst first, at most the limit.</summary>
    public Task<TopologyPage> ReadTopologyAsync(ApplicationFilter filter, int limit, CancellationToken cancellationToken) =>
        _database.ReadAsync(transaction => TopologyReader.ReadAsync(transaction, filter, limit), cancellationToken);

    /// <summary>The resources of applications, named by the numbers of their rows.</summary>
    public Task<IReadOnlyDictionary<long, IReadOnlyList<ResourceState>>> ReadResourcesAsync(
        IReadOnlyList<long> applications, CancellationToken cancellationToken) =>
        _database.ReadAsync<IReadOnlyDictionary<long, IReadOnlyList<ResourceState>>>(
            async transaction => (await transaction.QueryAsync<(long Application, string Resources)>(
                    $"SELECT application_id, resources FROM application_resources WHERE application_id IN {transaction.Dialect.IdRows("@ids")}",
                    new { ids = transaction.Dialect.Ids(applications) }))
                .ToDictionary(row => row.Application, row => StoredResources.Read(row.Resources)),
            cancellationToken);

    private RejectedApplication Reject(ApplicationId application, string reason)
    {
        Log.ApplicationRejected(_logger, StoredText.Clean(application.ToString(), StorageLimits.Key), reason);
        return new RejectedApplication(application, reason);
    }
}
