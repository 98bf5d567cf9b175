using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Queries.Syncs;

/// <summary>Where a sync attempt leads to: only to what an indexed repository holds; null where to nothing.</summary>
internal sealed class SyncEventLinks(WebLinks links)
{
    /// <summary>The commit that was synced to.</summary>
    public string? Commit(SyncEvent row) =>
        row is { Repository: { } repository, Commit: { } commit } ? links.Commit(repository, commit) : null;

    /// <summary>What the deployment brought over the one before.</summary>
    public string? Compare(SyncEvent row)
    {
        // The ledger keeps no origin of the revision before, so two artifacts cannot be compared.
        if (row is not { Repository: { } repository, Commit: { } to, IsArtifact: false }) return null;
        return row.PreviousParts?.Commit is { } from && from != to ? links.Compare(repository, from, to) : null;
    }
}
