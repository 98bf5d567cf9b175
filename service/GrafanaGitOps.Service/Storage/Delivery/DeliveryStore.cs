using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>Which commits applications wait for, and which ones deployments brought.</summary>
public sealed class DeliveryStore(Database database)
{
    /// <summary>Applications that changed after a version of the ledger, and every repository.</summary>
    public Task<DeliveryInput> ReadInputAsync(long changedAfter, CancellationToken cancellationToken) => database.ReadAsync(
        async transaction =>
        {
            var reader = new DeliveryReader(transaction);
            var version = (await LedgerVersion.ReadAsync(transaction)).Version;
            return new DeliveryInput(
                version, await reader.ReadApplicationsAsync(changedAfter), await reader.ReadRepositoriesAsync(),
                await reader.ReadTagsAsync(changedAfter));
        },
        cancellationToken);

    /// <summary>What is recorded of every application.</summary>
    public Task<IReadOnlyList<DeliveryState>> ReadStatesAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<DeliveryState>(DeliveryState.Select(database.Dialect), null, cancellationToken);

    /// <summary>The recorded paths of every application, each with the row of its repository.</summary>
    public Task<IReadOnlyList<(long Application, long Repository, string Path)>> ReadPathsAsync(CancellationToken cancellationToken) =>
        database.QueryAsync<(long Application, long Repository, string Path)>(
            "SELECT application_id, repository_id, path FROM application_paths ORDER BY application_id, repository_id, path", null, cancellationToken);

    /// <summary>Deployments whose commits nobody has looked for yet, those that were recorded first first.</summary>
    public Task<IReadOnlyList<UnresolvedDeployment>> ReadUnexplainedAsync(int limit, CancellationToken cancellationToken) =>
        ReadDeploymentsAsync(DeliveryReader.Unexplained, limit, cancellationToken);

    /// <summary>Deployments whose commits are not indexed yet, the newest first.</summary>
    public Task<IReadOnlyList<UnresolvedDeployment>> ReadWaitingAsync(int limit, CancellationToken cancellationToken) =>
        ReadDeploymentsAsync(DeliveryReader.Waiting, limit, cancellationToken);

    /// <summary>Commits that wait to be deployed, those that wait the longest first; at most so many.</summary>
    public Task<IReadOnlyList<PendingCommitRow>> ReadPendingAsync(
        ApplicationFilter filter, string? search, int limit, CancellationToken cancellationToken)
    {
        var query = new PendingCommitQuery(database.Dialect, filter, search, limit);
        return database.ReadAsync<IReadOnlyList<PendingCommitRow>>(
            async transaction => await transaction.QueryAsync<PendingCommitRow, ApplicationId, PendingCommitRow>(
                query.Sql, (row, application) => row with { Application = application }, "cluster", query.Parameters),
            cancellationToken);
    }

    /// <summary>Records what was found for applications; one that was removed meanwhile is left out.</summary>
    public Task RecordAsync(IReadOnlyList<DeliveryRecord> records, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.RecordAsync(records), cancellationToken);

    /// <summary>Records heads that moved on, for applications that differ in nothing else.</summary>
    public Task AdvanceHeadsAsync(IReadOnlyList<HeadAdvance> advances, DateTimeOffset evaluated, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.AdvanceAsync(advances, evaluated.ToUnixTimeMilliseconds()), cancellationToken);

    /// <summary>Forgets what was found for applications that are gone; the commits of their deployments stay.</summary>
    public Task ForgetAsync(IReadOnlyList<long> applications, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.ForgetAsync(applications), cancellationToken);

    /// <summary>Records the commits of deployments; one that changed since it was read is left out.</summary>
    public Task RecordDeploymentsAsync(IReadOnlyList<ResolvedDeployment> found, CancellationToken cancellationToken) =>
        WriteAsync(writer => writer.RecordDeploymentsAsync(found), cancellationToken);

    private async Task<IReadOnlyList<UnresolvedDeployment>> ReadDeploymentsAsync(string sql, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Event, long Application, string? Revision, string? Previous, string? Sources, string? Before)>(
            sql, new { limit }, cancellationToken);
        return [.. rows.Select(row => new UnresolvedDeployment(
            row.Event, row.Application, row.Revision, row.Previous, StoredSync.ReadSources(row.Sources),
            row.Previous is null ? [] : StoredSync.ReadSources(row.Before)))];
    }

    private Task<bool> WriteAsync(Func<DeliveryWriter, Task> write, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await write(new DeliveryWriter(transaction, (await LedgerVersion.ReadAsync(transaction)).Version + 1));
            return (true, WriteEffect.Answers);
        },
        cancellationToken);
}
