namespace GrafanaGitOps.Testing;

/// <summary>Waits for the thing itself, for as long as a loaded machine may need.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(Func<bool> condition, Func<string>? describe = null) => UntilAsync(() => Task.FromResult(condition()), describe);

    /// <summary>Looks again and again; fails with the description of what was there instead.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? describe = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) Assert.Fail($"It did not happen within {Patience.TotalSeconds} s. {describe?.Invoke()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
