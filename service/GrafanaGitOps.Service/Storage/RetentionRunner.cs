using GrafanaGitOps.Service.Scheduling;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Lets the store forget what is older than it is to keep: when it begins, then by its schedule.</summary>
public sealed class RetentionRunner(RetentionOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    private readonly ILogger _logger = loggerFactory.CreateLogger<RetentionRunner>();

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        var job = new Job("retention", Schedule.Cron(options.Schedule), running => ForgetAsync(store, running));
        return new Scheduler([job], timeProvider, _logger).RunAsync(cancellationToken);
    }

    private async Task<bool> ForgetAsync(Store store, CancellationToken cancellationToken)
    {
        var before = timeProvider.GetUtcNow() - options.SyncEvents;
        var forgotten = await store.Syncs.ForgetAsync(before, cancellationToken);
        if (forgotten != new ForgottenRows(0, 0, 0))
            Log.Forgotten(_logger, before, forgotten.SyncEvents, forgotten.StateChanges, forgotten.Applications);
        await store.Activities.ForgetAsync(before, cancellationToken);
        return true;
    }
}
