namespace GrafanaGitOps.Service.Storage;

/// <summary>Wakes all who wait for it, each time that it is raised.</summary>
internal sealed class Signal
{
    private TaskCompletionSource _next = New();

    /// <summary>Completes the next time; asked for before looking, nothing that happens after the look is missed.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
