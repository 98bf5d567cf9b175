using Dapper;
using GrafanaGitOps.Service.Storage.Ledger;

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

    /// <summary>
    /// The names of matching applications of whose paths nothing is known, so that no commit can be said to concern them; at most the limit.
    /// </summary>
    public async Task<IReadOnlyList<string>> ReadApplicationsWithoutPathsAsync(
        ApplicationFilter filter, int limit, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var names = await lease.Connection.QueryAsync<string>(Command(
            $"""
            SELECT a.name FROM applications a
            WHERE {conditions.Sql} AND NOT EXISTS (SELECT 1 FROM application_paths ap WHERE ap.application_id = a.id)
            ORDER BY a.name, a.id LIMIT @limit
            """, parameters, null, cancellationToken));
        return names.AsList();
    }
}
