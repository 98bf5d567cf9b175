using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Ledger;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>Reads what Delivery answers from, within the caller's transaction.</summary>
internal sealed class DeliveryReader(DatabaseTransaction transaction)
{
    /// <summary>Applications that changed after a version of the ledger.</summary>
    public async Task<IReadOnlyList<DeliveryApplication>> ReadApplicationsAsync(long changedAfter)
    {
        var sources = (await transaction.QueryAsync<SourceRow>(
            SourceRow.Table.Select(
                """
                WHERE application_id IN (SELECT id FROM applications WHERE changed_in > @changedAfter) ORDER BY application_id, position
                """),
            new { changedAfter })).ToLookup(source => source.ApplicationId);
        var found = new List<DeliveryApplication>();
        await foreach (var row in transaction.RowsAsync(
            """
            SELECT id, cluster, operator, kind, namespace, name, deleted_at, details, project, destination_namespace FROM applications
            WHERE changed_in > @changedAfter ORDER BY id
            """,
            new { changedAfter }))
        {
            found.Add(Application(row, sources[row.GetInt64(0)]));
        }

        return found;
    }

    /// <summary>Every repository with its branches.</summary>
    public async Task<IReadOnlyList<DeliveryRepository>> ReadRepositoriesAsync()
    {
        var heads = (await transaction.QueryAsync<(long Repository, string Name, byte[] Head)>(
            "SELECT repository_id, name, head FROM branches WHERE head IS NOT NULL")).ToLookup(branch => branch.Repository);
        var rows = await transaction.QueryAsync<(long Row, string Name, string Url, string? DefaultBranch)>(
            "SELECT id, name, url, default_branch FROM repositories ORDER BY id");
        return [.. rows
            .Select(row => new DeliveryRepository(
                row.Row, row.Name, row.Url, row.DefaultBranch,
                heads[row.Row].ToDictionary(branch => branch.Name, branch => ObjectId.ToHex(branch.Head), StringComparer.Ordinal)))];
    }

    /// <summary>Tags of repositories in which they changed after a version of the ledger.</summary>
    public async Task<IReadOnlyDictionary<long, RepositoryTags>> ReadTagsAsync(long changedAfter) =>
        (await transaction.QueryAsync<(long Repository, string Tags)>(
            "SELECT repository_id, tags FROM repository_tags WHERE changed_in > @changedAfter", new { changedAfter }))
        .ToDictionary(row => row.Repository, row => new RepositoryTags(StoredTags.Read(row.Tags)));

    /// <summary>Deployments that nobody has looked at.</summary>
    public static string Unexplained => DeploymentsSql("e.commits_known IS NULL", "e.id");

    /// <summary>Deployments whose commits are not indexed. The first condition is the index's, word by word, which SQLite needs to see.</summary>
    public static string Waiting => DeploymentsSql("e.commits_known IN (2, 3) AND e.commits_known = 3", "e.id DESC");

    private static string DeploymentsSql(string condition, string order) =>
        $"""
        SELECT e.id, e.application_id, e.revision, e.previous_revision, e.sources,
            (SELECT p.sources FROM sync_events p
                WHERE p.application_id = e.application_id AND p.deployment = 1 AND p.started_at <= e.started_at
                    AND (p.started_at < e.started_at OR p.key < e.key)
                ORDER BY p.started_at DESC, p.key DESC LIMIT 1)
        FROM sync_events e WHERE e.deployment = 1 AND {condition} ORDER BY {order} LIMIT @limit
        """;

    private static DeliveryApplication Application(StoredRow row, IEnumerable<SourceRow> sources)
    {
        var details = ApplicationDetails.Read(row.GetString(7));
        return new DeliveryApplication
        {
            Row = row.GetInt64(0),
            Id = row.Application(1),
            IsDeleted = row.Number(6) is not null,
            Project = row.Text(8),
            DestinationNamespace = row.Text(9),
            Sources = [.. sources.Select(source => source.ToSource())],
            Repositories = [.. sources.Select(source => source.RepositoryId)],
            ManifestGeneratePaths = details.Annotations?.GetValueOrDefault("argocd.argoproj.io/manifest-generate-paths"),
            Hydrator = details.Hydrator,
        };
    }
}
