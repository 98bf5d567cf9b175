using Dapper;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Ledger;

namespace GrafanaGitOps.Service.Storage.Applications;

/// <summary>Reads applications with all that they hang together with.</summary>
internal static class TopologyReader
{
    public static async Task<TopologyPage> ReadAsync(DatabaseTransaction transaction, ApplicationFilter filter, int limit)
    {
        var parameters = new DynamicParameters();
        parameters.Add("limit", limit);
        var conditions = new ApplicationConditions(transaction.Dialect, filter, parameters).Sql;
        var matching = await transaction.ScalarAsync<long>($"SELECT count(*) FROM applications a WHERE {conditions}", parameters);
        // Sorts what decides alone, and reads the details of those that are left.
        var applications = await transaction.QueryAsync<TopologyRow, ApplicationId, TopologyRow>(
            $"""
            SELECT a.id, a.environment, a.sync, a.health, a.suspended, a.message, d.commits_behind, a.resources_total, a.details,
                a.cluster, a.operator, a.kind, a.namespace, a.name
            FROM (SELECT a.id FROM applications a WHERE {conditions} ORDER BY {ApplicationOrder.WorstFirst} LIMIT @limit) AS found
            CROSS JOIN applications a
            LEFT JOIN application_delivery d ON d.application_id = a.id
            WHERE a.id = found.id ORDER BY {ApplicationOrder.WorstFirst}
            """,
            (row, id) => row with { Application = id }, "cluster", parameters);
        var sources = await ReadSourcesAsync(transaction, applications.Select(row => row.Id));
        return new TopologyPage([.. applications.Select(row => row with { Sources = [.. sources[row.Id]] })], matching - applications.Count);
    }

    private static async Task<ILookup<long, TopologySource>> ReadSourcesAsync(DatabaseTransaction transaction, IEnumerable<long> applications)
    {
        var sources = await transaction.QueryAsync<SourceRow, RepositoryState?, (long Application, TopologySource Source)>(
            $"""
            SELECT {SourceRow.Table.Columns.Select("s")}, r.name, r.web_url
            FROM {transaction.Dialect.IdRows("@ids")} AS k CROSS JOIN application_sources s LEFT JOIN repositories r ON r.id = s.repository_id
            WHERE s.application_id = k.value ORDER BY s.application_id, s.position
            """,
            (source, repository) => (source.ApplicationId, new TopologySource(
                source.RepoUrl, repository?.Name, repository?.WebUrl, source.Path, source.Chart, source.TargetRevision, source.Object,
                source.Desired, source.Deployed)),
            "name", new { ids = transaction.Dialect.Ids(applications) });
        return sources.ToLookup(pair => pair.Application, pair => pair.Source);
    }
}
