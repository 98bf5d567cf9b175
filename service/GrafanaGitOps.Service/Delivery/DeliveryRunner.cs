using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>Looks whenever something was written, from the moment the store is open until it is disposed.</summary>
public sealed class DeliveryRunner : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    private DeliveryRunner(Func<CancellationToken, Task> run) => _running = Task.Run(() => run(_stopping.Token));

    /// <summary>Begins to look.</summary>
    public static DeliveryRunner Start(
        GitOptions options, string dataDirectory, StoreAccess stores, Meter meter, TimeProvider time, ILoggerFactory loggers) => new(
        async token =>
    {
        var logger = loggers.CreateLogger("GrafanaGitOps.Delivery");
        var store = await stores.Opened.WaitAsync(token);
        await using var tracker = new DeliveryTracker(store, options, dataDirectory, new DeliveryMetrics(meter), time, logger);
        await new Loop(store, tracker, time, logger).RunAsync(token);
    });

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private sealed class Loop(Store store, DeliveryTracker tracker, TimeProvider time, ILogger logger)
    {
        private long _version = -1;
        private int _failures;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                var written = store.WaitForWriteAsync(cancellationToken);
                if (await TryLookAsync(cancellationToken)) continue;
                await Task.WhenAny(written, Task.Delay(DeliveryLimits.Poll, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Delay(DeliveryLimits.Gather, time, cancellationToken);
            }
        }

        /// <summary>True when more is left. A database that does not answer is asked again.</summary>
        private async Task<bool> TryLookAsync(CancellationToken cancellationToken)
        {
            try
            {
                var version = await store.GetVersionAsync(cancellationToken);
                if (version == _version && !tracker.IsDue) return false;
                var isLeft = await tracker.RunAsync(cancellationToken);
                (_version, _failures) = (version, 0);
                return isLeft;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (_failures++ == 0) Log.PassFailed(logger, exception);
                await Task.Delay(DeliveryLimits.FirstRetry, time, cancellationToken);
                return false;
            }
        }
    }
}
