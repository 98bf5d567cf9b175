namespace GrafanaGitOps.Service.Storage.Leading;

/// <summary>The one process of an embedded database: it always collects.</summary>
internal sealed class SoleCandidate : LeaderCandidate
{
    public override Task<bool> TryLeadAsync(CancellationToken cancellationToken) => Task.FromResult(true);

    public override Task WaitAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
