using System.Globalization;
using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Repositories;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Plugin;

/// <summary>The answer to 'Save &amp; test': red only when nothing works, since one repository's or cluster's failure is its own.</summary>
/// <param name="stores">The store.</param>
/// <param name="role">What this replica does among those on its PostgreSQL; null for SQLite, which has one.</param>
public sealed class HealthCheck(StoreAccess stores, Func<ReplicaRole>? role)
{
    /// <summary>Looks at the store, the repositories and the clusters.</summary>
    public async Task<HealthResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var store = await stores.GetAsync(cancellationToken);
            var rows = await store.Repositories.ReadAsync(cancellationToken);
            var clusters = ClusterHealth.Of(await store.Operators.ReadWatchesAsync(cancellationToken));
            var size = await store.Database.GetSizeAsync(cancellationToken);
            var replica = role is null ? [] : new[] { Line(role()) };
            var lines = string.Join('\n', rows.Select(Line).Concat(clusters.Select(cluster => cluster.Line)).Concat(replica));
            return new HealthResult(true, Message(rows, clusters), Details(lines, rows, clusters, size));
        }
#pragma warning disable CA1031 // Whatever the database threw, the answer is that it does not work, and why.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new HealthResult(false, $"GitOps {BuildInfo.Version}: {exception.Message}", Details(exception.Message, [], [], 0));
        }
    }

    private static string Message(IReadOnlyList<RepositoryRow> rows, IReadOnlyList<ClusterHealth> clusters)
    {
        var parts = new List<string>
        {
            rows.Count == 0
                ? "no repository has been read yet; add one to git.repositories"
                : $"{Count(rows.Count, "repository", "repositories")}, {Count(rows.Sum(row => row.Commits), "commit", "commits")}",
        };
        var applications = Count(clusters.Sum(cluster => cluster.Applications), "application", "applications");
        if (clusters.Count > 0) parts.Add($"{Count(clusters.Count, "cluster", "clusters")}, {applications}");
        var failing = rows.Count(row => row.State.Error is not null);
        if (failing > 0) parts.Add($"{Count(failing, "repository has", "repositories have")} errors");
        parts.AddRange(clusters.Select(cluster => cluster.Problem).OfType<string>());
        return $"GitOps {BuildInfo.Version}: {string.Join("; ", parts)}";
    }

    private static string Line(RepositoryRow row) =>
        $"{row.State.Name}: {Count(row.Commits, "commit", "commits")}, "
        + (row.State.LastFetch is { } time ? $"fetched {Utc(time)} UTC" : "never fetched")
        + (row.State.Error is { } error ? $", error: {error}" : "");

    private static string Line(ReplicaRole role) => "this replica " + role switch
    {
        ReplicaRole.Leader => "is the leader: it collects and answers",
        ReplicaRole.Follower => "is a follower: it answers from what another collects, and takes over when that one ends",
        _ => "does not know which replica collects; its log says why",
    };

    private ReadOnlyMemory<byte> Details(
        string verboseMessage, IReadOnlyList<RepositoryRow> rows, IReadOnlyList<ClusterHealth> clusters, long size) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            VerboseMessage = verboseMessage,
            BuildInfo.Version,
            Store = new { Kind = role is null ? "sqlite" : "postgres", Size = size },
            Replica = role?.Invoke().ToString().ToLowerInvariant(),
            Repositories = rows.Select(row => new { row.State.Name, row.State.LastFetch, row.Commits, row.State.Error, row.State.Notice }),
            Clusters = clusters.Select(cluster => new { Name = cluster.Cluster, cluster.Applications, cluster.Problem }),
        },
        JsonSerializerOptions.Web);

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Count(long count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
