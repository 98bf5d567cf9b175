namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Pauses between attempts: doubling from half a second to a maximum, each drawn from its upper half so that clients do not move in step.</summary>
internal sealed class Backoff(TimeSpan first, TimeSpan longest, TimeProvider timeProvider)
{
    private int _failures;

    public void Reset() => _failures = 0;

    /// <summary>The next pause, never shorter than what the server asked for.</summary>
    public TimeSpan Next(TimeSpan? atLeast = null)
    {
        var full = Math.Min(first.TotalSeconds * Math.Pow(2, Math.Min(_failures++, 30)), longest.TotalSeconds);
        var pause = TimeSpan.FromSeconds(full * Jitter());
        return atLeast > pause ? atLeast.Value * (1 + (Random.Shared.NextDouble() / 10)) : pause;
    }

    public Task WaitAsync(TimeSpan? atLeast, CancellationToken cancellationToken) => Task.Delay(Next(atLeast), timeProvider, cancellationToken);

#pragma warning disable CA5394 // Spreads load; nothing secret depends on it.
    private static double Jitter() => 0.5 + (Random.Shared.NextDouble() / 2);
#pragma warning restore CA5394
}
