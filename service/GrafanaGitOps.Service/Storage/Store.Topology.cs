using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Topology;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>Matching applications with sources and parents; the worst first, at most the limit.</summary>
    public async Task<TopologyPage> ReadTopologyAsync(ApplicationFilter filter, int limit, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        var conditions = new ApplicationConditions(_dialect, filter, parameters);
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        var page = new TopologyReader(await transaction.Connection!.ExecuteScalarAsync<long>(
            Command($"SELECT count(*) FROM applications a WHERE {conditions.Sql}", parameters, transaction, cancellationToken)));
        var applications = TopologyReader.ApplicationsSql(conditions.Sql);
        await ReadAsync(applications, parameters, page.AddApplication, transaction, cancellationToken);
        parameters.Add("ids", _dialect.Ids(page.Ids));
        await ReadAsync(TopologyReader.SourcesSql(_dialect), parameters, page.AddSource, transaction, cancellationToken);
        return page.Finish();
    }

    /// <summary>The resources of applications, named by the numbers of their rows.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<ResourceState>>> ReadResourcesAsync(
        IReadOnlyList<long> applications, CancellationToken cancellationToken)
    {
        var resources = new Dictionary<long, IReadOnlyList<ResourceState>>();
        var parameters = new DynamicParameters();
        parameters.Add("ids", _dialect.Ids(applications));
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        await using var transaction = await _dialect.BeginReadAsync(lease.Connection, cancellationToken);
        await ReadAsync(
            TopologyReader.ResourcesSql(_dialect), parameters, row => resources[row.GetInt64(0)] = StoredResources.Read(row.GetString(1)),
            transaction, cancellationToken);
        return resources;
    }
}
