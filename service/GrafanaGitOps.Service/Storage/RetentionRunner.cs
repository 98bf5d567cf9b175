using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Lets the store forget what is older than it is to keep: once when it begins, then once a day.</summary>
public sealed class RetentionRunner(RetentionOptions options, TimeProvider timeProvider, ILoggerFactory loggerFactory)
{
    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private readonly ILogger _logger = loggerFactory.CreateLogger<RetentionRunner>();

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(Store store, CancellationToken cancellationToken)
    {
        while (true)
        {
            await ForgetAsync(store, timeProvider.GetUtcNow() - options.SyncEvents, cancellationToken);
            await Task.Delay(Pause, timeProvider, cancellationToken);
        }
    }

    private async Task ForgetAsync(Store store, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            var forgotten = await store.Syncs.ForgetAsync(before, cancellationToken);
            if (forgotten != new ForgottenRows(0, 0, 0))
                Log.Forgotten(_logger, before, forgotten.SyncEvents, forgotten.StateChanges, forgotten.Applications);
        }
#pragma warning disable CA1031 // Whatever the database threw, the next day may be better.
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            Log.NotForgotten(_logger, Pause, exception);
        }
    }
}
