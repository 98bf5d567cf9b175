using GrafanaGitOps.Service.Storage.Inbox;
using Polly;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>
/// Processes the deliveries of one receiver in the order in which they came. One whose first try fails steps aside, so that those after it need
/// not wait for its others.
/// </summary>
internal sealed class ReceiverLane(
    Receiver receiver, InboxStore inbox, DeliveryProcessor processor, ResiliencePipeline storeRetry, InboxMetrics metrics,
    TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Deliveries that are read at a time.</summary>
    private const int Batch = 100;

    /// <summary>Deliveries that may stand aside; when all these fail, the others had better wait.</summary>
    private const int MostAside = 16;

    /// <summary>How long what ended waits for others to be recorded with it.</summary>
    private static readonly TimeSpan RecordWithin = TimeSpan.FromSeconds(1);

    private readonly Dictionary<long, Task> _aside = [];

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                // Asked for before it is read what waits, so that nothing that comes between the two is missed.
                var arrival = inbox.WaitForArrivalAsync(timeProvider, cancellationToken);
                if (await storeRetry.ExecuteAsync(ProcessWaitingAsync, cancellationToken) == 0) await arrival;
            }
        }
        finally
        {
            await Task.WhenAll(_aside.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Processes some of what waits; returns how many that are.</summary>
    private async ValueTask<int> ProcessWaitingAsync(CancellationToken cancellationToken)
    {
        await ReturnAsync();
        var waiting = await inbox.ReadWaitingAsync(receiver.Name, _aside.Keys, Batch, cancellationToken);
        List<ProcessedDelivery> ended = [];
        var begun = timeProvider.GetTimestamp();
        foreach (var delivery in waiting)
        {
            if (await ProcessAsync(delivery, cancellationToken) is { } processed) ended.Add(processed);
            if (timeProvider.GetElapsedTime(begun) < RecordWithin) continue;
            await RecordAsync(ended, cancellationToken);
            ended.Clear();
            begun = timeProvider.GetTimestamp();
        }

        await RecordAsync(ended, cancellationToken);
        return waiting.Count;
    }

    /// <summary>The end of the delivery; null when it stepped aside.</summary>
    private async Task<ProcessedDelivery?> ProcessAsync(WaitingDelivery delivery, CancellationToken cancellationToken)
    {
        while (_aside.Count >= MostAside)
        {
            await Task.WhenAny(_aside.Values);
            await ReturnAsync();
        }

        var failed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var processing = processor.ProcessAsync(receiver, delivery, () => failed.TrySetResult(), cancellationToken);
        await Task.WhenAny(processing, failed.Task);
        if (processing.IsCompleted) return await processing;
        _aside[delivery.Id] = FinishAsync(processing, cancellationToken);
        return null;
    }

    private async Task FinishAsync(Task<ProcessedDelivery> processing, CancellationToken cancellationToken)
    {
        var processed = await processing;
        await storeRetry.ExecuteAsync(async token => await RecordAsync([processed], token), cancellationToken);
    }

    /// <summary>Forgets those aside that have ended.</summary>
    private async Task ReturnAsync()
    {
        foreach (var (id, finishing) in _aside.Where(pair => pair.Value.IsCompleted).ToList())
        {
            await finishing;
            _aside.Remove(id);
        }
    }

    private async Task RecordAsync(List<ProcessedDelivery> ended, CancellationToken cancellationToken)
    {
        if (ended.Count == 0) return;
        await inbox.RecordAsync(ended, cancellationToken);
        foreach (var delivery in ended)
        {
            metrics.CountProcessed(receiver.Name, delivery.State.ToString().ToLowerInvariant());
            if (delivery.State == InboxState.Dead) Log.GivenUp(logger, delivery.Id, receiver.Name, delivery.Outcome);
        }
    }
}
