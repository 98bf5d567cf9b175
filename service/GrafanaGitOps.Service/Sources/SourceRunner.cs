using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources;

/// <summary>Runs every source from the moment the store is open until it is disposed.</summary>
public sealed class SourceRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ClusterSource _clusters;

    private SourceRunner(ClusterSource clusters, Func<CancellationToken, Task> run)
    {
        _clusters = clusters;
        Completion = Task.Run(() => run(_stopping.Token));
    }

    /// <summary>Ends when a source ended by itself, which none should.</summary>
    public Task Completion { get; }

    /// <summary>Clusters and kinds that were not read since the start and may be by and by, in words.</summary>
    public IReadOnlyList<string> UnreadClusters => _clusters.Unread;

    /// <summary>Begins to read.</summary>
    public static SourceRunner Start(
        SourceOptions options, StoreAccess stores, Meter meter, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        var clusters = new ClusterSource(options, new ClusterMetrics(meter), loggerFactory, timeProvider);
        return new SourceRunner(clusters, async token =>
        {
            var store = await stores.Opened.WaitAsync(token);
            using var git = new GitSource(options.Git, options.DataDirectory, store, timeProvider, loggerFactory);
            await TaskGroup.RunAsync(
                [
                    git.RunAsync,
                    running => clusters.RunAsync(store, running),
                    // Without a repository or cluster there is nothing to run, which is no reason to end.
                    running => Task.Delay(Timeout.Infinite, running),
                ],
                token);
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
