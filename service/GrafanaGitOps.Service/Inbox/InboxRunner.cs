using System.Data.Common;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Resilience;
using GrafanaGitOps.Service.Scheduling;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using Polly;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>Processes what was taken, on the replica that collects: each receiver's deliveries in their order, receivers beside each other.</summary>
public sealed class InboxRunner
{
    /// <summary>How often it is looked what need not be kept any longer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HookOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly DeliveryProcessor _processor;
    private readonly ResiliencePipeline _store;
    private readonly InboxMetrics _metrics;

    /// <summary>Prepares.</summary>
    public InboxRunner(HookOptions options, HookActions actions, InboxMetrics metrics, TimeProvider timeProvider, ILoggerFactory loggerFactory)
    {
        (_options, _metrics, _timeProvider) = (options, metrics, timeProvider);
        _logger = loggerFactory.CreateLogger<InboxRunner>();
        _processor = new DeliveryProcessor(actions, options.Attempts, timeProvider);
        // A database that is away comes back; until then everything waits where it is durable.
        _store = EndlessRetry.Create(
            TimeSpan.FromSeconds(0.5), LongestPause, timeProvider, exception => exception is DbException or StorageException,
            retry =>
            {
                Log.NotProcessed(_logger, retry.Outcome.Exception, retry.RetryDelay);
                return default;
            });
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        var receivers = _options.Receivers.ConvertAll(options => new Receiver(options, _options.PerSecond, _timeProvider));
        await _store.ExecuteAsync(
            async token =>
            {
                var abandoned = await store.Inbox.AbandonAsync(receivers.ConvertAll(receiver => receiver.Name), _timeProvider.GetUtcNow(), token);
                if (abandoned > 0) Log.Abandoned(_logger, abandoned);
            },
            cancellationToken);
        var tidying = new Job("inbox", Schedule.Every(Pause, Pause), token => TidyAsync(store.Inbox, token));
        await TaskGroup.RunAsync(
            [
                new Scheduler([tidying], _timeProvider, _logger).RunAsync,
                .. receivers.Select<Receiver, Func<CancellationToken, Task>>(receiver =>
                    new ReceiverLane(receiver, store.Inbox, _processor, _store, _metrics, _timeProvider, _logger).RunAsync),
            ],
            cancellationToken);
    }

    private async Task<bool> TidyAsync(InboxStore inbox, CancellationToken cancellationToken)
    {
        var now = _timeProvider.GetUtcNow();
        await inbox.ForgetAsync(new InboxKeeping(now - _options.Keep, now - _options.KeepDead, _options.MaxSize.Bytes), cancellationToken);
        return true;
    }
}
