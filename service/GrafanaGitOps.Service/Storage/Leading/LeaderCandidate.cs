namespace GrafanaGitOps.Service.Storage.Leading;

/// <summary>One replica's claim to collect. Disposing gives back what it won.</summary>
internal abstract class LeaderCandidate : IAsyncDisposable
{
    /// <summary>Takes the right to collect; false while another replica has it.</summary>
    public abstract Task<bool> TryLeadAsync(CancellationToken cancellationToken);

    /// <summary>Waits until it is time to try again, or to look again. Throws when the claim, and with it the right, is lost.</summary>
    public abstract Task WaitAsync(CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}
