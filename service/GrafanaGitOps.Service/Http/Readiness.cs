using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Storage.Repositories;

namespace GrafanaGitOps.Service.Http;

/// <summary>
/// Whether the service can answer questions: the store answers, and every repository and cluster was looked at once since the start, or
/// another replica looks at them. One that takes over has answered all the time, so who was ready once waits for the store alone.
/// </summary>
/// <param name="stores">The store.</param>
/// <param name="role">Whether this replica collects.</param>
/// <param name="repositories">Names of the configured repositories.</param>
/// <param name="unreadClusters">Clusters that were not looked at yet, and may be if one waits.</param>
/// <param name="started">When this run began; older looks are another run's.</param>
public sealed class Readiness(
    StoreAccess stores, Func<ReplicaRole> role, IReadOnlyList<string> repositories, Func<IReadOnlyList<string>> unreadClusters,
    DateTimeOffset started)
{
    /// <summary>Stores keep whole milliseconds.</summary>
    private static readonly TimeSpan Precision = TimeSpan.FromMilliseconds(1);

    private volatile bool _wasReady;

    /// <summary>What is not ready, one sentence; null when everything is. A look that failed counts, since waiting will not help.</summary>
    public async Task<string?> FindMissingAsync(CancellationToken cancellationToken)
    {
        if (!stores.Opened.IsCompletedSuccessfully) return "The store is not open.";
        try
        {
            var rows = await stores.Opened.Result.Repositories.ReadAsync(cancellationToken);
            var missing = _wasReady ? null : FindMissing(rows);
            _wasReady = missing is null;
            return missing;
        }
#pragma warning disable CA1031 // A probe wants an answer, whatever the database threw.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return $"The store does not answer: {exception.Message}";
        }
    }

    private string? FindMissing(IReadOnlyList<RepositoryRow> rows)
    {
        if (role() == ReplicaRole.Undecided) return "It is not known yet which replica collects.";
        // The leader may be configured otherwise: a repository that an update adds must not keep the update from replacing the leader.
        if (role() == ReplicaRole.Follower) return null;
        var tried = rows.Where(row => row.State.LastAttempt > started - Precision).Select(row => row.State.Name);
        var missing = repositories.Except(tried, StringComparer.Ordinal).Order(StringComparer.Ordinal).Concat(unreadClusters()).ToList();
        return missing.Count == 0 ? null : $"Not read yet: {string.Join(", ", missing)}.";
    }
}
