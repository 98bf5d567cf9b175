using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Storage.Inbox;
using Polly;
using Polly.Retry;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>Understands a delivery and acts on it. What cannot be understood is given up at once, what fails otherwise after some tries.</summary>
internal sealed class DeliveryProcessor
{
    /// <summary>How long one try may take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly HookActions _actions;
    private readonly TimeProvider _timeProvider;
    private readonly ResiliencePipeline _tries;

    public DeliveryProcessor(HookActions actions, int attempts, TimeProvider timeProvider)
    {
        (_actions, _timeProvider) = (actions, timeProvider);
        _tries = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddRetry(new RetryStrategyOptions
            {
                // An HTTP client that gives up says that it was cancelled, which is no end of ours.
                ShouldHandle = tried => ValueTask.FromResult(
                    tried.Outcome.Exception is not null && !tried.Context.CancellationToken.IsCancellationRequested),
                MaxRetryAttempts = attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
            })
            .AddTimeout(Patience)
            .Build();
    }

    /// <summary>Comes to an end, unless it is cancelled.</summary>
    /// <param name="receiver">Who was pushed to.</param>
    /// <param name="delivery">What was pushed.</param>
    /// <param name="failed">Called when a try failed; others may follow.</param>
    /// <param name="cancellationToken">Ends it; it is then processed anew by whoever collects next.</param>
    public async Task<ProcessedDelivery> ProcessAsync(
        Receiver receiver, WaitingDelivery delivery, Action failed, CancellationToken cancellationToken)
    {
        var attempts = 0;
        HookOutcome outcome;
        Meaning? meaning = null;
        try
        {
            meaning = receiver.Sender.Understand(new TakenHook(delivery.Event, receiver.Cluster, delivery.Body));
            outcome = await _tries.ExecuteAsync(token => TryAsync(meaning, token), cancellationToken);
        }
        catch (UnreadableHookException exception)
        {
            (attempts, outcome) = (1, new HookOutcome(InboxState.Dead, exception.Message));
        }
#pragma warning disable CA1031 // One delivery must not stop those after it.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            outcome = new HookOutcome(InboxState.Dead, $"Given up after {attempts} tries: {exception.Message}");
        }

        return new ProcessedDelivery(delivery.Id, outcome.State, outcome.Text, attempts, _timeProvider.GetUtcNow())
        {
            // What concerns nothing that is read here is not our history.
            Activity = outcome.State == InboxState.Done ? HookActivity.Of(receiver.Name, delivery.ReceivedAt, meaning) : null,
        };

        async ValueTask<HookOutcome> TryAsync(Meaning meaning, CancellationToken token)
        {
            attempts++;
            try
            {
                return await _actions.ActAsync(meaning, token);
            }
            catch
            {
                failed();
                throw;
            }
        }
    }
}
