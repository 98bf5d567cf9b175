using GrafanaGitOps.Service.Storage.Leading;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Stands for the right to collect. While it stands and does not lead, writes of the replica that does are signalled as this process's own.
    /// </summary>
    /// <param name="interval">How often the candidate looks.</param>
    /// <param name="cancellationToken">Ends the wait for a connection.</param>
    internal ValueTask<LeaderCandidate> StandAsync(TimeSpan interval, CancellationToken cancellationToken) =>
        _dialect.StandAsync(interval, SignalWrite, cancellationToken);

    private void SignalWrite() => Interlocked.Exchange(ref _nextWrite, NewSignal()).TrySetResult();
}
