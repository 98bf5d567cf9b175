using Dapper;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Where the commits, named by the numbers of their rows, are deployed and where they wait.</summary>
    public async Task<CommitReaches> ReadCommitReachesAsync(IReadOnlyList<long> commits, CancellationToken cancellationToken)
    {
        var reaches = new CommitReachReader();
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var parameters = new DynamicParameters();
        parameters.Add("ids", _dialect.Ids(commits));
        await ReadAsync(CommitReachReader.DeployedSql(_dialect), parameters, reaches.AddDeployed, transaction, cancellationToken);
        await ReadAsync(CommitReachReader.PendingSql(_dialect), parameters, reaches.AddPending, transaction, cancellationToken);
        return reaches.Finish(await FindStatusesAsync(reaches.Applications, transaction, cancellationToken));
    }
}
