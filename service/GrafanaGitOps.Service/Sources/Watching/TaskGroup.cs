namespace GrafanaGitOps.Service.Sources.Watching;

/// <summary>Runs what belongs together: when one part fails, the others are cancelled and its failure is thrown.</summary>
internal static class TaskGroup
{
    public static async Task RunAsync(IEnumerable<Func<CancellationToken, Task>> parts, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = parts.Select(part => Task.Run(() => part(stop.Token), CancellationToken.None)).ToList();
        var all = Task.WhenAll(running);
        await foreach (var ended in Task.WhenEach(running))
        {
            if (ended.IsCompletedSuccessfully) continue;
            await stop.CancelAsync();
            await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Those that were cancelled because of it say nothing.
            await (running.Find(part => part.IsFaulted) ?? ended);
        }
    }
}
