using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources;

/// <summary>Runs every source. One run at a time, each from what the store has by then.</summary>
public sealed class SourceRunner(SourceOptions options, Meter meter, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    private readonly ClusterMetrics _metrics = new(meter);
    private volatile ClusterSource? _clusters;
    private volatile GitSource? _git;

    /// <summary>Clusters and kinds that this run has not read yet and may read by and by, in words.</summary>
    public IReadOnlyList<string> UnreadClusters => (_clusters ??= Clusters()).Unread;

    /// <summary>Reads the repository with this name now; nothing where none is read yet, since all are as soon as it begins.</summary>
    public void RequestFetch(string repository) => _git?.RequestFetch(repository);

    /// <inheritdoc cref="ClusterSource.Expect"/>
    public string? ExpectChange(string cluster, string kind, string @namespace) => (_clusters ??= Clusters()).Expect(cluster, kind, @namespace);

    /// <summary>Runs until cancelled, or until a source ended by itself, which none should.</summary>
    public async Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        var clusters = _clusters = Clusters();
        using var git = new GitSource(options.Git, options.DataDirectory, store, timeProvider, loggerFactory);
        _git = git;
        await TaskGroup.RunAsync(
            [
                git.RunAsync,
                running => clusters.RunAsync(store, running),
                // Without a repository or cluster there is nothing to run, which is no reason to end.
                running => Task.Delay(Timeout.Infinite, running),
            ],
            cancellationToken);
    }

    private ClusterSource Clusters() => new(
        options.Kubernetes, SourceTable.With(options.Operators), options.Environments, ClusterTimings.Of(options.Kubernetes), _metrics, loggerFactory, timeProvider);
}
