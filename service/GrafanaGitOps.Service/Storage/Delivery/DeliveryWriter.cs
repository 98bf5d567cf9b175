using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Rows;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>Writes what was found, within the caller's transaction.</summary>
/// <param name="transaction">The caller's.</param>
/// <param name="version">The ledger's version that the transaction makes.</param>
internal sealed class DeliveryWriter(DatabaseTransaction transaction, long version)
{
    private readonly Dialect _dialect = transaction.Dialect;

    /// <summary>Replaces what is recorded of these applications.</summary>
    public async Task RecordAsync(IReadOnlyList<DeliveryRecord> records)
    {
        // Applications may have been removed since they were read.
        var known = await KnownAsync(records.Select(record => record.State.Application));
        records = [.. records.Where(record => known.Contains(record.State.Application))];
        await ReplaceAsync(DeliveryState.Table, records, record => record.State, record => [record.State]);
        await ReplaceAsync(
            DeliveryPathRow.Table, records.Where(record => record.Paths is not null),
            record => new DeliveryPathRow(record.State.Application, 0, ""),
            record => record.Paths!.DistinctBy(path => (path.Repository, StoredText.Path(path.Path)))
                .Select(path => new DeliveryPathRow(record.State.Application, path.Repository, StoredText.Path(path.Path))));
        await ReplaceAsync(
            PendingRow.Table, records.Where(record => record.Pending is not null),
            record => new PendingRow(record.State.Application, 0, 0),
            record => record.Pending!.Select(pending =>
                new PendingRow(record.State.Application, pending.Commit, pending.Merged.ToUnixTimeMilliseconds())));
        await RecordRepositoriesAsync([.. records.Where(record => record.Repositories is not null)]);
        await TouchAsync(records.Where(record => record.IsVisible || record.Paths is not null).Select(record => record.State.Application));
    }

    /// <summary>Moves heads on, and adds the commits that came with them.</summary>
    public async Task AdvanceAsync(IReadOnlyList<HeadAdvance> advances, long evaluatedAt)
    {
        var touched = new HashSet<long>();
        foreach (var advance in advances)
        {
            // Where another process was first, it has written the commits too.
            var waiting = await FollowersAsync(advance);
            await transaction.ExecuteAsync(
                $"""
                UPDATE application_delivery SET evaluated_at = @evaluatedAt, made_of = replace(made_of, '>' || @oldText, '>' || @newText),
                    head = CASE WHEN head = @oldHead THEN @newHead ELSE head END
                WHERE application_id IN {_dialect.IdRows("@applications")}
                """,
                new
                {
                    evaluatedAt,
                    oldText = advance.OldHead,
                    newText = advance.NewHead,
                    oldHead = ObjectId.Parse(advance.OldHead),
                    newHead = ObjectId.Parse(advance.NewHead),
                    applications = _dialect.Ids(waiting),
                });
            var rows = advance.Pending.Where(pending => waiting.Contains(pending.Application))
                .Select(pending => new PendingRow(pending.Application, pending.Commit, pending.Merged.ToUnixTimeMilliseconds())).ToList();
            await transaction.RunAsync(PendingRow.Table.Insert, rows);
            touched.UnionWith(rows.Select(row => row.ApplicationId));
        }

        await transaction.ExecuteAsync(
            $"""
            UPDATE application_delivery SET
                commits_behind = (SELECT count(*) FROM pending_commits p WHERE p.application_id = application_delivery.application_id),
                oldest_pending = (SELECT min(merged_at) FROM pending_commits p WHERE p.application_id = application_delivery.application_id)
            WHERE application_id IN {_dialect.IdRows("@touched")}
            """, new { touched = _dialect.Ids(touched) });
        await TouchAsync(touched);
    }

    /// <summary>Forgets what was found for applications that are gone; the commits of their deployments stay.</summary>
    public async Task ForgetAsync(IReadOnlyList<long> applications)
    {
        var ids = new { applications = _dialect.Ids(applications) };
        foreach (var table in new[] { "application_delivery", "application_paths", "pending_commits" })
            await transaction.ExecuteAsync($"DELETE FROM {table} WHERE application_id IN {_dialect.IdRows("@applications")}", ids);
    }

    /// <summary>Replaces the commits of deployments that are still as they were read.</summary>
    public async Task RecordDeploymentsAsync(IReadOnlyList<ResolvedDeployment> found)
    {
        var events = await transaction.QueryAsync<(long Id, string? Revision, string? PreviousRevision, long Deployed)>(
            $"""
            SELECT e.id, e.revision, e.previous_revision, {SyncEventRow.EndedSql} FROM sync_events e
            WHERE e.deployment = 1 AND e.id IN {_dialect.IdRows("@events")}
            """,
            new { events = _dialect.Ids(found.Select(commits => commits.Deployment.Event)) });
        var deployed = events.ToDictionary(row => (row.Id, row.Revision, row.PreviousRevision), row => row.Deployed);
        var current = found.Where(commits => deployed.ContainsKey(AsRead(commits.Deployment))).ToList();
        await ReplaceAsync(
            DeploymentCommitRow.Table, current,
            commits => new DeploymentCommitRow(commits.Deployment.Event, 0, 0, 0, 0, 0),
            commits => commits.Commits.Select(commit => new DeploymentCommitRow(
                commits.Deployment.Event, commit.Commit, commit.Merged.ToUnixTimeMilliseconds(), commit.Removed ? 1 : 0,
                commits.Deployment.Application, deployed[AsRead(commits.Deployment)])));
        await transaction.RunAsync(DeploymentKnownRow.Table.Update, [.. current.Select(DeploymentKnownRow.From)]);
    }

    private static (long, string?, string?) AsRead(UnresolvedDeployment deployment) => (deployment.Event, deployment.Revision, deployment.PreviousRevision);

    /// <summary>Writes the repositories of sources. Deployments that waited for just that are looked at again.</summary>
    private async Task RecordRepositoriesAsync(IReadOnlyList<DeliveryRecord> records)
    {
        var rows = records.SelectMany(record => record.Repositories!.Select((repository, position) =>
            new SourceRepositoryRow(record.State.Application, position, repository))).ToList();
        await transaction.RunAsync(SourceRepositoryRow.Table.Update, rows);
        await transaction.ExecuteAsync(
            $"""
            UPDATE sync_events SET commits_known = NULL
            WHERE deployment = 1 AND commits_known IN (2, 3) AND commits_known = {(int)Events.CommitsKnown.RepositoryNotIndexed}
                AND application_id IN {_dialect.IdRows("@applications")}
            """, new { applications = _dialect.Ids(records.Select(record => record.State.Application)) });
    }

    /// <summary>Those of the applications for which the head is still the old one.</summary>
    private async Task<HashSet<long>> FollowersAsync(HeadAdvance advance) => (await transaction.QueryAsync<long>(
        $"""
        SELECT application_id FROM application_delivery
        WHERE application_id IN {_dialect.IdRows("@applications")} AND made_of LIKE '%>' || @oldText || '#%'
        """,
        new { applications = _dialect.Ids(advance.Applications), oldText = advance.OldHead })).ToHashSet();

    private Task TouchAsync(IEnumerable<long> applications)
    {
        var rows = applications.Select(row => new ChangedInRow(row, version)).ToList();
        return transaction.RunAsync(ChangedInRow.Table.Update, rows);
    }

    /// <param name="table">Its key says whose a row is.</param>
    /// <param name="records">What has new rows.</param>
    /// <param name="owner">A row of the record, of which the key alone counts.</param>
    /// <param name="rows">All rows of the record.</param>
    private async Task ReplaceAsync<TRecord, TRow>(
        RowTable<TRow> table, IEnumerable<TRecord> records, Func<TRecord, TRow> owner, Func<TRecord, IEnumerable<TRow>> rows)
    {
        var all = records.ToList();
        await transaction.RunAsync(table.Delete, [.. all.Select(owner)]);
        await transaction.RunAsync(table.Insert, [.. all.SelectMany(rows)]);
    }

    private async Task<HashSet<long>> KnownAsync(IEnumerable<long> applications) => (await transaction.QueryAsync<long>(
        $"SELECT id FROM applications WHERE id IN {_dialect.IdRows("@applications")}",
        new { applications = _dialect.Ids(applications) })).ToHashSet();
}
