namespace GrafanaGitOps.Service.Storage;

/// <summary>Lets the store forget what is older than it is to keep: once when it is open, then once a day.</summary>
public sealed class RetentionRunner : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private RetentionRunner(RetentionOptions options, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory) =>
        _running = Task.Run(() => RunAsync(options, stores, timeProvider, loggerFactory.CreateLogger<RetentionRunner>()));

    /// <summary>Begins as soon as the store is open.</summary>
    public static RetentionRunner Start(
        RetentionOptions options, StoreAccess stores, TimeProvider timeProvider, ILoggerFactory loggerFactory) =>
        new(options, stores, timeProvider, loggerFactory);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task RunAsync(RetentionOptions options, StoreAccess stores, TimeProvider timeProvider, ILogger logger)
    {
        var store = await stores.Opened.WaitAsync(_stopping.Token);
        while (true)
        {
            await ForgetAsync(store, timeProvider.GetUtcNow() - options.SyncEvents, logger);
            await Task.Delay(Pause, timeProvider, _stopping.Token);
        }
    }

    private async Task ForgetAsync(Store store, DateTimeOffset before, ILogger logger)
    {
        try
        {
            var forgotten = await store.ForgetAsync(before, _stopping.Token);
            if (forgotten != new ForgottenRows(0, 0, 0))
                Log.Forgotten(logger, before, forgotten.SyncEvents, forgotten.StateChanges, forgotten.Applications);
        }
#pragma warning disable CA1031 // Whatever the database threw, the next day may be better.
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotForgotten(logger, Pause, exception);
        }
    }
}
