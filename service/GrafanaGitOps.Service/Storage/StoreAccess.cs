using GrafanaGitOps.Service.Resilience;

namespace GrafanaGitOps.Service.Storage;

/// <summary>The store while it may still be opening, so that nobody who starts us waits for a database.</summary>
public sealed class StoreAccess : IAsyncDisposable
{
    /// <summary>How long a question waits for a store that is opening.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _timeProvider;
    private volatile string? _error;

    /// <summary>A store that is opened once <see cref="BeginOpening"/> is called.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="retry">Whether a failure is tried again, for databases that may start later than we do.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="timeProvider">The clock between tries.</param>
    public StoreAccess(StorageOptions options, bool retry, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        Opened = OpenAsync(options, retry, loggerFactory);
    }

    /// <summary>Completes when the store is open; fails when it cannot be opened and no further try is made.</summary>
    public Task<Store> Opened { get; }

    /// <summary>Makes one that is opened at once.</summary>
    public static StoreAccess Open(StorageOptions options, bool retry, ILoggerFactory loggerFactory, TimeProvider timeProvider)
    {
        var access = new StoreAccess(options, retry, loggerFactory, timeProvider);
        access.BeginOpening();
        return access;
    }

    /// <summary>Lets it be opened in the background.</summary>
    public void BeginOpening() => _begun.TrySetResult();

    /// <summary>The open store; a <see cref="StorageException"/> when it does not open in time.</summary>
    public ValueTask<Store> GetAsync(CancellationToken cancellationToken) =>
        Opened.IsCompletedSuccessfully ? ValueTask.FromResult(Opened.Result) : new ValueTask<Store>(WaitAsync(cancellationToken));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await ((Task)Opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Opened.IsCompletedSuccessfully) await Opened.Result.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task<Store> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Opened.WaitAsync(Patience, _timeProvider, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new StorageException(_error ?? "The store is still starting; ask again in a moment.", exception);
        }
    }

    private async Task<Store> OpenAsync(StorageOptions options, bool retry, ILoggerFactory loggerFactory)
    {
        await _begun.Task.WaitAsync(_stopping.Token);
        var logger = loggerFactory.CreateLogger<StoreAccess>();
        var opening = EndlessRetry.Create(
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(30),
            _timeProvider,
            exception =>
            {
                _error = $"The store cannot be opened: {exception.Message}";
                return retry;
            },
            failure =>
            {
                Log.OpenFailed(logger, failure.RetryDelay, failure.Outcome.Exception!);
                return ValueTask.CompletedTask;
            });
        try
        {
            return await opening.ExecuteAsync(async token => await Store.OpenAsync(options, loggerFactory, token), _stopping.Token);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            throw new StorageException(_error!, exception);
        }
    }
}
