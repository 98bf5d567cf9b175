using Dapper;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Topology;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Matching applications with sources, parents and, where asked for, resources; the worst first, at most the limit.</summary>
    public async Task<TopologyPage> ReadTopologyAsync(
        ApplicationFilter filter, int limit, bool withResources, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var page = new TopologyReader(await transaction.Connection!.ExecuteScalarAsync<long>(
            Command($"SELECT count(*) FROM applications a WHERE {conditions.Sql}", parameters, transaction, cancellationToken)));
        var applications = TopologyReader.ApplicationsSql(conditions.Sql, withResources);
        await ReadAsync(applications, parameters, page.AddApplication, transaction, cancellationToken);
        parameters.Add("ids", _dialect.Ids(page.Ids));
        await ReadAsync(TopologyReader.SourcesSql(_dialect), parameters, page.AddSource, transaction, cancellationToken);
        return page.Finish();
    }
}
