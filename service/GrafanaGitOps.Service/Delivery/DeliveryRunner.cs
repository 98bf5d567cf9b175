using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Resilience;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using Polly;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>Looks whenever something was written. One run at a time, each from what the store has by then.</summary>
public sealed class DeliveryRunner(GitOptions options, string dataDirectory, Meter meter, TimeProvider time, ILoggerFactory loggers)
{
    private readonly DeliveryMetrics _metrics = new(meter);
    private readonly ILogger _logger = loggers.CreateLogger("GrafanaGitOps.Delivery");

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        using var tracker = new DeliveryTracker(store, options, dataDirectory, _metrics, time, _logger);
        try
        {
            await new Loop(store, tracker, time, _logger).RunAsync(cancellationToken);
        }
        finally
        {
            _metrics.SetBacklog(0);
        }
    }

    private sealed class Loop(Store store, DeliveryTracker tracker, TimeProvider time, ILogger logger)
    {
        // A database that does not answer is asked again.
        private readonly ResiliencePipeline _retry = EndlessRetry.Create(
            DeliveryLimits.Poll,
            DeliveryLimits.FirstRetry,
            time,
            _ => true,
            retry =>
            {
                if (retry.AttemptNumber == 0) Log.PassFailed(logger, retry.Outcome.Exception!);
                return ValueTask.CompletedTask;
            });

        private long _version = -1;

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                var written = store.Database.WaitForWriteAsync(cancellationToken);
                if (await _retry.ExecuteAsync(async token => await LookAsync(token), cancellationToken)) continue;
                await Task.WhenAny(written, Task.Delay(DeliveryLimits.Poll, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
                await Task.Delay(DeliveryLimits.Gather, time, cancellationToken);
            }
        }

        /// <summary>True when more is left.</summary>
        private async Task<bool> LookAsync(CancellationToken cancellationToken)
        {
            var version = await store.Database.GetVersionAsync(cancellationToken);
            if (version == _version && !tracker.IsDue) return false;
            var isLeft = await tracker.RunAsync(cancellationToken);
            _version = version;
            return isLeft;
        }
    }
}
