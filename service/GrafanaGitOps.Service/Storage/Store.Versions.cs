namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>How often the version is looked at for writes of other replicas whose signal did not come.</summary>
    private static readonly TimeSpan VersionPoll = TimeSpan.FromSeconds(1);

    /// <summary>Waits until something is written after this version, by whichever process, or a second has passed; returns the version then.</summary>
    public async Task<long> WaitForVersionAsync(long after, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        // Ends both waits, so that none is left behind while nothing is written for hours.
        using var round = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Asked for before the version is read, so that no write between the two is missed.
        var written = WaitForWriteAsync(round.Token);
        var version = await GetVersionAsync(cancellationToken);
        if (version > after) return await EndAsync(version);
        await Task.WhenAny(written, Task.Delay(VersionPoll, timeProvider, round.Token));
        cancellationToken.ThrowIfCancellationRequested();
        return await EndAsync(await GetVersionAsync(cancellationToken));

        async Task<long> EndAsync(long end)
        {
            await round.CancelAsync();
            return end;
        }
    }
}
