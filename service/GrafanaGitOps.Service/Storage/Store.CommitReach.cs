using System.Data.Common;
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
        await ReadForAsync(CommitReachReader.DeployedSql(_dialect), commits, reaches.AddDeployed);
        await ReadForAsync(CommitReachReader.PendingSql(_dialect), commits, reaches.AddPending);
        await ReadForAsync(CommitReachReader.ApplicationsSql(_dialect), reaches.Applications, reaches.AddApplication);
        return reaches.Finish();

        Task ReadForAsync(string sql, IEnumerable<long> ids, Action<DbDataReader> row)
        {
            var parameters = new DynamicParameters();
            parameters.Add("ids", _dialect.Ids(ids));
            return ReadAsync(sql, parameters, row, transaction, cancellationToken);
        }
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
