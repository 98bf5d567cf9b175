using System.Collections.Concurrent;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Watches the configured repositories and records their commits in the store.</summary>
public sealed class GitSource : IDisposable
{
    private readonly GitOptions _options;
    private readonly string _dataDirectory;
    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly ConcurrentDictionary<string, RepositoryCollector> _collectors = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _awaited = new();

    public GitSource(GitOptions options, string dataDirectory, Store store, TimeProvider time, ILoggerFactory loggerFactory)
    {
        (_options, _dataDirectory, _store, _time) = (options, dataDirectory, store, time);
        _logger = loggerFactory.CreateLogger("GrafanaGitOps.Git");
        _slots = new SemaphoreSlim(options.Parallelism);
    }

    /// <summary>Reads every repository on its interval until cancelled. What fails for one never stops another.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_options.Repositories.Select(repository => PollAsync(repository, cancellationToken)));

    /// <summary>Reads the repository with this name now instead of at its next poll; once more, if it is being read.</summary>
    public void RequestFetch(string repository)
    {
        if (_awaited.TryRemove(repository, out var awaited)) awaited.TrySetResult();
    }

    /// <summary>One pass over one repository. What is wrong with the repository stands in the state's error; it is not thrown.</summary>
    public Task<RepositoryState> CollectAsync(RepositoryOptions repository, CancellationToken cancellationToken) =>
        _collectors.GetOrAdd(repository.Name, _ => new RepositoryCollector(repository, _options.Timeouts, _dataDirectory, _store, _time, _logger))
            .CollectAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose()
    {
        _slots.Dispose();
        foreach (var collector in _collectors.Values) collector.Dispose();
    }

    private async Task PollAsync(RepositoryOptions repository, CancellationToken cancellationToken)
    {
        var interval = repository.PollInterval ?? _options.PollInterval;
        for (var failures = 0; ;)
        {
            var asked = _awaited.GetOrAdd(repository.Name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            failures = await TryCollectAsync(repository, cancellationToken) ? 0 : failures + 1;
            await Task.WhenAny(asked, Task.Delay(PollDelay.After(failures, interval, Random.Shared.NextDouble()), _time, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<bool> TryCollectAsync(RepositoryOptions repository, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return (await CollectAsync(repository, cancellationToken)).Error is null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.Unexpected(_logger, exception, repository.Name);
            return false;
        }
        finally
        {
            _slots.Release();
        }
    }
}
