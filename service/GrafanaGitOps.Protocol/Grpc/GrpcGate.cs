namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>
/// Lets one user at a time into a pipe of a call, and nobody once the call is over: Kestrel reuses its streams, so a handler
/// that outlives its call must never touch one.
/// </summary>
internal sealed class GrpcGate
{
    private const int Free = 0;
    private const int Busy = 1;
    private const int Closing = 2;
    private const int Closed = 3;

    private int _state;
    private TaskCompletionSource? _left;

    /// <exception cref="OperationCanceledException">The call is over.</exception>
    /// <exception cref="InvalidOperationException">Somebody else is inside.</exception>
    public void Enter()
    {
        var state = Interlocked.CompareExchange(ref _state, Busy, Free);
        if (state == Free) return;
        if (state == Busy) throw new InvalidOperationException("The previous read or write of this call has not completed: await it first.");
        throw new OperationCanceledException("The call is over.");
    }

    public void Leave()
    {
        if (Interlocked.CompareExchange(ref _state, Free, Busy) == Busy) return;
        Volatile.Write(ref _state, Closed);
        _left!.SetResult();
    }

    /// <summary>Lets nobody in any more; completes when whoever is inside has left.</summary>
    public Task CloseAsync()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, Closed, Free) is Free or Closed) return Task.CompletedTask;
            _left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Interlocked.CompareExchange(ref _state, Closing, Busy) is Busy or Closing) return _left.Task;
        }
    }
}
