using System.Collections.Concurrent;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

/// <summary>Runs a watcher and writes down what it hands out.</summary>
internal sealed class ChangeRecorder : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ResourceChange<string>> _changes = new();
    private readonly SemaphoreSlim _news = new(0);
    private readonly Task _run;

    public ChangeRecorder(ClusterClient client, ResourceDefinition resource, ResourceWatcherOptions options, TestLogs logs)
    {
        Watcher = new ResourceWatcher<string>(client, resource, TestCluster.ParseWidget, options, logs, TimeProvider.System);
        _run = RunAsync();
    }

    public ResourceWatcher<string> Watcher { get; }

    public IReadOnlyList<ResourceChange<string>> Changes => [.. _changes];

    /// <summary>The changes as text: <c>Added a=1</c>.</summary>
    public IReadOnlyList<string> Lines => [.. _changes.Select(Line)];

    public static string Line(ResourceChange<string> change) =>
        change.Kind == ResourceChangeKind.Synced ? "Synced" : $"{change.Kind} {change.Key.Name}={change.Object ?? "?"}";

    /// <summary>Waits until a change with this text has come.</summary>
    public Task<ResourceChange<string>> WaitForAsync(string line) => WaitForAsync(change => Line(change) == line, line);

    public async Task<ResourceChange<string>> WaitForAsync(Func<ResourceChange<string>, bool> isWanted, string what)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(Wait.Patience);
        while (true)
        {
            if (_changes.FirstOrDefault(isWanted) is { } found) return found;
            try
            {
                await _news.WaitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"'{what}' did not come. {Watcher.States[0]}; changes: {string.Join(", ", Lines)}");
            }
        }
    }

    public Task<WatchState> WaitForStateAsync(Func<WatchState, bool> isWanted) =>
        Wait.ForAsync(() => Task.FromResult(Watcher.States.FirstOrDefault(isWanted)), () => string.Join("; ", Watcher.States));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _news.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var change in Watcher.RunAsync(_stop.Token))
        {
            _changes.Enqueue(change);
            _news.Release();
        }
    }
}
