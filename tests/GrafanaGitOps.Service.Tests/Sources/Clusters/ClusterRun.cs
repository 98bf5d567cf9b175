using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>One run of the source, until it is disposed as at the end of the program.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Meter _meter = new("test");
    private readonly Store _store;
    private readonly Task _run;

    public ClusterRun(Store store, TestLogs logs, TimeProvider clock, params List<ClusterOptions> clusters)
    {
        _store = store;
        var options = new KubernetesOptions { Clusters = clusters };
        var timings = new ClusterTimings(TestCluster.Timings with { Silence = TimeSpan.FromSeconds(5) }, TestSettings.Impatient);
        Source = new ClusterSource(
            options, SourceTable.With(SourceTable.CreateOptions()), new EnvironmentOptions(), timings, new ClusterMetrics(_meter), logs, clock);
        _run = Task.Run(() => Source.RunAsync(store, _stop.Token));
    }

    public ClusterSource Source { get; }

    /// <summary>Waits until everything that is there is recorded.</summary>
    public Task SyncedAsync() => Wait.UntilAsync(() => Source.Unread.Count == 0, () => string.Join("; ", Source.Unread));

    /// <summary>Waits until the ledger has what is wanted.</summary>
    public async Task UntilAsync(Func<IReadOnlyList<(string Name, SyncStatus Sync)>, bool> condition)
    {
        IReadOnlyList<(string, SyncStatus)> last = [];
        await Wait.UntilAsync(async () => condition(last = await LedgerText.ApplicationsAsync(_store)), () => string.Join("; ", last));
    }

    public Task UntilWatchAsync(Func<WatchState, bool> condition)
    {
        IReadOnlyList<WatchState> last = [];
        return Wait.UntilAsync(
            async () => (last = await _store.Operators.ReadWatchesAsync(CancellationToken.None)).Any(condition), () => string.Join("\n", last));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _meter.Dispose();
        _run.IsCanceled.Should().BeTrue(_run.Exception?.ToString());
    }
}
