using System.Collections.Concurrent;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Scheduling;
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
    private volatile Scheduler? _scheduler;

    public GitSource(GitOptions options, string dataDirectory, Store store, TimeProvider time, ILoggerFactory loggerFactory)
    {
        (_options, _dataDirectory, _store, _time) = (options, dataDirectory, store, time);
        _logger = loggerFactory.CreateLogger("GrafanaGitOps.Git");
        _slots = new SemaphoreSlim(options.Parallelism);
    }

    /// <summary>Reads every repository on its interval until cancelled. What fails for one never stops another.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        (_scheduler = new Scheduler(_options.Repositories.Select(ToJob), _time, _logger)).RunAsync(cancellationToken);

    /// <summary>Lets a repository be read now, whenever its interval ends. False when none has this name, and before <see cref="RunAsync"/>.</summary>
    public bool RequestFetch(string repository) => _scheduler?.Trigger(repository) ?? false;

    /// <summary>One pass over one repository; one at a time. What is wrong with the repository stands in the state's error; it is not thrown.</summary>
    public Task<RepositoryState> CollectAsync(RepositoryOptions repository, CancellationToken cancellationToken) =>
        _collectors.GetOrAdd(repository.Name, _ => new RepositoryCollector(repository, _options.Timeouts, _dataDirectory, _store, _time, _logger))
            .CollectAsync(cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _slots.Dispose();

    private Job ToJob(RepositoryOptions repository) => new(
        repository.Name,
        Schedule.Every(repository.PollInterval ?? _options.PollInterval, GitLimits.Backoff),
        cancellationToken => CollectInTurnAsync(repository, cancellationToken));

    private async Task<bool> CollectInTurnAsync(RepositoryOptions repository, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        try
        {
            return (await CollectAsync(repository, cancellationToken)).Error is null;
        }
        finally
        {
            _slots.Release();
        }
    }
}
