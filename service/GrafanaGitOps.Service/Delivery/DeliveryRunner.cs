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
        var (retry, seen, isLeft) = (Retry(), -1L, true);
        try
        {
            while (true) isLeft = await retry.ExecuteAsync(LookAsync, cancellationToken);
        }
        finally
        {
            _metrics.SetBacklog(0);
        }

        // True when more is left.
        async ValueTask<bool> LookAsync(CancellationToken token)
        {
            if (!isLeft)
            {
                await store.Database.WaitForVersionAsync(seen, time, token);
                await Task.Delay(DeliveryLimits.Gather, time, token);
            }

            var version = await store.Database.GetVersionAsync(token);
            if (version == seen && !tracker.IsDue) return false;
            var more = await tracker.RunAsync(token);
            seen = version;
            return more;
        }
    }

    /// <summary>A database that does not answer is asked again.</summary>
    private ResiliencePipeline Retry() => EndlessRetry.Create(
        DeliveryLimits.AskAgain,
        DeliveryLimits.FirstRetry,
        time,
        _ => true,
        retry =>
        {
            if (retry.AttemptNumber == 0) Log.PassFailed(_logger, retry.Outcome.Exception!);
            return ValueTask.CompletedTask;
        });
}
