namespace GrafanaGitOps.Service.Scheduling;

/// <summary>Runs jobs beside each other, each at once, then by its schedule, and whenever it is asked for. A job never runs beside itself.</summary>
internal sealed partial class Scheduler(IEnumerable<Job> jobs, TimeProvider time, ILogger logger)
{
    /// <summary>.NET's timers take no more than 49 days; a longer pause is made of several.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private readonly Dictionary<string, Loop> _loops = jobs.ToDictionary(job => job.Name, job => new Loop(job, time, logger), StringComparer.Ordinal);

    /// <summary>Runs until cancelled. What fails for one job never stops another.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll(_loops.Values.Select(loop => loop.RunAsync(cancellationToken)));

    /// <summary>
    /// Lets a job run now instead of later. While it runs, it is run once more afterwards, however often it is asked for. False when there is
    /// no such job.
    /// </summary>
    public bool Trigger(string job)
    {
        if (!_loops.TryGetValue(job, out var loop)) return false;
        loop.Wake();
        return true;
    }

    [LoggerMessage(EventId = 901, Level = LogLevel.Error, Message = "{Job} failed; it runs again in {Pause}.")]
    private static partial void LogFailed(ILogger logger, Exception? exception, string job, TimeSpan pause);

    private sealed class Loop(Job job, TimeProvider time, ILogger logger)
    {
        private volatile TaskCompletionSource _wanted = new();

        public void Wake() => _wanted.TrySetResult();

        public async Task RunAsync(CancellationToken cancellationToken)
        {
            for (var failures = 0; ;)
            {
                // Before the run begins: what is asked for from here on may come too late for it.
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var (hasSucceeded, exception) = await TryRunAsync(cancellationToken);
                failures = hasSucceeded ? 0 : failures + 1;
                var pause = job.Schedule.Pause(time.GetUtcNow(), failures, Random.Shared.NextDouble());
                if (exception is not null) LogFailed(logger, exception, job.Name, pause);
                await WaitAsync(pause, cancellationToken);
            }
        }

        private async Task<(bool HasSucceeded, Exception? Exception)> TryRunAsync(CancellationToken cancellationToken)
        {
            try
            {
                return (await job.RunAsync(cancellationToken), null);
            }
#pragma warning disable CA1031 // Whatever it was, the next run may be better.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                return (false, exception);
            }
        }

        private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            for (; pause > TimeSpan.Zero && !_wanted.Task.IsCompleted; pause -= LongestTimer)
                await Task.WhenAny(_wanted.Task, Task.Delay(pause < LongestTimer ? pause : LongestTimer, time, over.Token));
            await over.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
