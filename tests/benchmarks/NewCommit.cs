using System.Diagnostics;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>From the end of the fetch that brought a commit to the query that shows it, on the store of a real history.</summary>
internal static class NewCommit
{
    private const int Rounds = 20;

    public static async Task RunAsync(Report report)
    {
        using var history = new RealHistory("k8s-gitops");
        var options = new RepositoryOptions { Url = history.Remote };
        await using var store = await Store.OpenAsync(new StorageOptions { Sqlite = history.NewStoreFile() }, NullLoggerFactory.Instance, CancellationToken.None);
        var id = await store.Repositories.UpsertAsync(new() { Name = options.Name, Url = options.Url }, CancellationToken.None);
        var mirror = new Mirror(history.DataDirectory, options, new GitTimeouts());
        using var exclusive = mirror.Lock();
        await UpdateAsync(mirror, store, options, id);

        var start = TimeProvider.System.GetUtcNow();
        var milliseconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var now = start.AddSeconds(round);
            var commit = history.Git(now, "commit-tree", "-p", "HEAD", "-m", $"feat: round {round}", "HEAD^{tree}");
            history.Git(now, "update-ref", "HEAD", commit);
            var fetched = await UpdateAsync(mirror, store, options, id);
            await foreach (var row in store.Commits.ReadAsync(new CommitFilter { Limit = 1 }, CancellationToken.None))
                if (row.Sha != commit) throw new InvalidOperationException($"{commit} is not the newest commit that the query shows.");
            milliseconds.Add(Stopwatch.GetElapsedTime(fetched).TotalMilliseconds);
        }

        report.AtMost("new commit visible after its fetch, p95", milliseconds.Order().ElementAt((int)Math.Ceiling(Rounds * 0.95) - 1), "ms", 100);
    }

    /// <summary>One pass as the source makes it; when its fetch ended.</summary>
    private static async Task<long> UpdateAsync(Mirror mirror, Store store, RepositoryOptions options, long id)
    {
        var branches = await mirror.AskAsync(CancellationToken.None);
        await mirror.CreateAsync(branches.IsSha256, CancellationToken.None);
        var recorded = await store.Commits.GetBranchHeadsAsync(id, CancellationToken.None);
        var here = await mirror.FetchAsync(branches.Select([]).Heads, recorded, CancellationToken.None);
        var fetched = Stopwatch.GetTimestamp();
        await new RepositoryIndexer(mirror, store, options, id).RunAsync(recorded, here, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        return fetched;
    }
}
