namespace GrafanaGitOps.Service.Inbox;

/// <summary>
/// Writes together what comes together: while one batch becomes durable, all that arrives meanwhile waits and is the next one. So the number of
/// batches follows the speed of the disk, and nobody waits for a clock.
/// </summary>
/// <param name="write">Makes a batch durable; gives a result for each, in their order.</param>
internal sealed class GroupCommit<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> write) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private List<Pending> _pending = [];

    /// <summary>
    /// Returns once the item is durable. What makes the batch fail, fails each of its items. A cancelled item is written only if its batch had begun.
    /// </summary>
    public async Task<TResult> WriteAsync(TItem item, CancellationToken cancellationToken)
    {
        var own = new Pending(item);
        lock (_gate) _pending.Add(own);
        try
        {
            await _turn.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            lock (_gate) _pending.Remove(own);
            throw;
        }

        try
        {
            // Whoever had the turn before may have taken it along.
            if (!own.Result.IsCompleted) await WriteAllAsync();
        }
        finally
        {
            _turn.Release();
        }

        return await own.Result;
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task WriteAllAsync()
    {
        List<Pending> batch;
        lock (_gate) (batch, _pending) = (_pending, []);
        try
        {
            var results = await write([.. batch.Select(pending => pending.Item)]);
            foreach (var (pending, result) in batch.Zip(results)) pending.Succeed(result);
        }
#pragma warning disable CA1031 // Each of the batch gets it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            foreach (var pending in batch) pending.Fail(exception);
        }
    }

    private sealed class Pending(TItem item)
    {
        private readonly TaskCompletionSource<TResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TItem Item => item;

        public Task<TResult> Result => _result.Task;

        public void Succeed(TResult result) => _result.SetResult(result);

        public void Fail(Exception exception) => _result.SetException(exception);
    }
}
