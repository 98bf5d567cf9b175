using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Testing;

/// <summary>The one place where tests wait: for the thing itself, never for a time to pass.</summary>
internal static class Wait
{
    /// <summary>Far above what anything takes on a machine that is busy with other things: what needs longer does not come. 5 minutes.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(Func<bool> condition, Func<string>? describe = null) => UntilAsync(() => Task.FromResult(condition()), describe);

    /// <summary>Looks again and again, for what tells nobody that it is there; fails with the description of what was there instead.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, Func<string>? describe = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience) Assert.Fail($"It did not happen within {Patience.TotalSeconds} s. {describe?.Invoke()}");
            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Asks again and again until there is an answer.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> ask, Func<string>? describe = null)
        where T : class
    {
        T? answer = null;
        await UntilAsync(async () => (answer = await ask()) is not null, describe);
        return answer!;
    }

    /// <summary>Lets time pass in steps until the task has ended: what the task is about may not have begun to wait yet.</summary>
    public static Task AdvanceUntilAsync(this FakeTimeProvider clock, TimeSpan step, Task task) => UntilAsync(() =>
    {
        if (!task.IsCompleted) clock.Advance(step);
        return task.IsCompleted;
    });

    /// <summary>Stands for work that goes on until it is cancelled.</summary>
    public static Task UntilCancelledAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
