using Polly;
using Polly.Retry;

namespace GrafanaGitOps.Service.Resilience;

/// <summary>For what comes back by itself, such as a database: tries until it is there, and whoever needs it waits.</summary>
internal static class EndlessRetry
{
    /// <summary>Makes the way to call it.</summary>
    /// <param name="first">About the first pause; later ones double, each drawn anew so that clients do not move in step.</param>
    /// <param name="longest">The longest pause.</param>
    /// <param name="timeProvider">The clock of the pauses.</param>
    /// <param name="isTransient">Which failures are tried again; never those of a cancellation.</param>
    /// <param name="onRetry">Hears of each of them, and of the pause that follows.</param>
    public static ResiliencePipeline Create(
        TimeSpan first, TimeSpan longest, TimeProvider timeProvider, Func<Exception, bool> isTransient, Func<OnRetryArguments<object>, ValueTask> onRetry) =>
        new ResiliencePipelineBuilder { TimeProvider = timeProvider }.AddRetry(new RetryStrategyOptions
        {
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = first,
            MaxDelay = longest,
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is { } exception && !args.Context.CancellationToken.IsCancellationRequested && isTransient(exception)),
            OnRetry = onRetry,
        }).Build();
}
