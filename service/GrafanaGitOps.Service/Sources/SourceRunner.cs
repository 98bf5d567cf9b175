using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources;

/// <summary>Runs every source from the moment the store is open until it is disposed.</summary>
public sealed class SourceRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    private SourceRunner(Func<CancellationToken, Task> run) => Completion = Task.Run(() => run(_stopping.Token));

    /// <summary>Ends when a source ended by itself, which none should.</summary>
    public Task Completion { get; }

    /// <summary>Begins to read.</summary>
    public static SourceRunner Start(
        GitOptions options, string dataDirectory, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory) => new(async token =>
    {
        var store = await stores.Opened.WaitAsync(token);
        using var git = new GitSource(options, dataDirectory, store, timeProvider, loggerFactory);
        await git.RunAsync(token);

        // Without a repository there is nothing to run, which is no reason to end.
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }
}
