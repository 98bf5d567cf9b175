using System.Data.Common;
using System.Runtime.CompilerServices;
using Dapper;
using GrafanaGitOps.Service.Storage.Past;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Matching deployments, failed ones too when the filter's scope says so, newest first by their start; at most the filter's limit.
    /// Read in pages, so that memory does not grow with the limit; all rows are of one moment.
    /// </summary>
    public async IAsyncEnumerable<DeploymentRow> ReadDeploymentsAsync(
        SyncEventFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        await foreach (var page in ReadPagesAsync(filter, transaction, cancellationToken))
        {
            var commits = await ReadDeploymentCommitsAsync(page, transaction, cancellationToken);
            foreach (var row in page) yield return new DeploymentRow(row, commits.Find(row.Id));
        }
    }

    private async Task<DeploymentCommitsReader> ReadDeploymentCommitsAsync(
        IReadOnlyList<SyncEvent> page, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var commits = new DeploymentCommitsReader();
        var parameters = new DynamicParameters();
        parameters.Add("events", _dialect.Ids(DeploymentCommitsReader.Chosen(page)));
        await ReadAsync(DeploymentCommitsReader.Sql(_dialect), parameters, commits.Add, transaction, cancellationToken);
        return commits;
    }
}
