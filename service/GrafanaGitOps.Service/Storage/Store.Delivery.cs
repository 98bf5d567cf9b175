using System.Data.Common;
using Dapper;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Applications that changed after a version of the ledger, and every repository.</summary>
    public Task<DeliveryInput> ReadDeliveryInputAsync(long changedAfter, CancellationToken cancellationToken) => ReadDeliveryAsync(
        async (transaction, reader) => new DeliveryInput(
            await ReadVersionAsync(transaction, cancellationToken),
            await reader.ReadApplicationsAsync(changedAfter),
            await reader.ReadRepositoriesAsync()),
        cancellationToken);

    /// <summary>What is recorded of every application.</summary>
    public async Task<IReadOnlyList<DeliveryState>> ReadDeliveryStatesAsync(CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var rows = await lease.Connection.QueryAsync<DeliveryStateRow>(Command(
            $"SELECT {DeliveryStateRow.All.Select("d")} FROM application_delivery d ORDER BY d.application_id",
            null, null, cancellationToken));
        return [.. rows.Select(row => row.ToState())];
    }

    /// <summary>The recorded paths of every application, each with the row of its repository.</summary>
    public async Task<IReadOnlyList<(long Application, long Repository, string Path)>> ReadApplicationPathsAsync(
        CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        return (await lease.Connection.QueryAsync<(long, long, string)>(Command(
            "SELECT application_id, repository_id, path FROM application_paths ORDER BY application_id, repository_id, path",
            null, null, cancellationToken))).AsList();
    }

    /// <summary>Deployments whose commits nobody has looked for yet, those that were recorded first first.</summary>
    public Task<IReadOnlyList<DeploymentRow>> ReadUnexplainedDeploymentsAsync(
        int limit, CancellationToken cancellationToken) => ReadDeliveryAsync(
        (_, reader) => reader.ReadDeploymentsAsync(DeliveryReader.Unexplained, limit), cancellationToken);

    /// <summary>Deployments whose commits are not indexed yet, the newest first.</summary>
    public Task<IReadOnlyList<DeploymentRow>> ReadWaitingDeploymentsAsync(
        int limit, CancellationToken cancellationToken) => ReadDeliveryAsync(
        (_, reader) => reader.ReadDeploymentsAsync(DeliveryReader.Waiting, limit), cancellationToken);

    /// <summary>Records what was found for applications; one that was removed meanwhile is left out.</summary>
    public Task RecordDeliveryAsync(IReadOnlyList<DeliveryRecord> records, CancellationToken cancellationToken) =>
        WriteDeliveryAsync(writer => writer.RecordAsync(records), cancellationToken);

    /// <summary>Records heads that moved on, for applications that differ in nothing else.</summary>
    public Task AdvanceHeadsAsync(IReadOnlyList<HeadAdvance> advances, DateTimeOffset evaluated, CancellationToken cancellationToken) =>
        WriteDeliveryAsync(writer => writer.AdvanceAsync(advances, evaluated.ToUnixTimeMilliseconds()), cancellationToken);

    /// <summary>Forgets what was found for applications that are gone; the commits of their deployments stay.</summary>
    public Task ForgetDeliveryAsync(IReadOnlyList<long> applications, CancellationToken cancellationToken) =>
        WriteDeliveryAsync(writer => writer.ForgetAsync(applications), cancellationToken);

    /// <summary>Records the commits of deployments; one that changed since it was read is left out.</summary>
    public Task RecordDeploymentCommitsAsync(IReadOnlyList<DeploymentCommits> found, CancellationToken cancellationToken) =>
        WriteDeliveryAsync(writer => writer.RecordDeploymentsAsync(found), cancellationToken);

    private Task<bool> WriteDeliveryAsync(Func<DeliveryWriter, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async transaction =>
        {
            var version = await ReadVersionAsync(transaction, cancellationToken);
            await write(new DeliveryWriter(_dialect, transaction, version + 1, cancellationToken));
            return (true, WriteEffect.Answers);
        },
        cancellationToken);

    private static Task<long> ReadVersionAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        transaction.Connection!.ExecuteScalarAsync<long>(Command("SELECT version FROM ledger", null, transaction, cancellationToken));

    private async Task<T> ReadDeliveryAsync<T>(Func<DbTransaction, DeliveryReader, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        return await read(transaction, new DeliveryReader(_dialect, transaction, cancellationToken));
    }
}
