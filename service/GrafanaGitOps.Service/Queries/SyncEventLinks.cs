using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Where a sync attempt leads to: only to what an indexed repository holds.</summary>
internal sealed class SyncEventLinks(WebLinks links)
{
    /// <summary>The commit that was synced to.</summary>
    public string? Commit(SyncEventRow row) =>
        row.Repository is { } repository && Target(row) is { } commit ? links.Commit(repository, commit) : null;

    /// <summary>What the deployment brought over the one before.</summary>
    public string? Compare(SyncEventRow row)
    {
        // The ledger keeps no origin of the revision before, so two artifacts cannot be compared.
        if (row.Repository is not { } repository || row.Sources is [{ Origin: not null }, ..]) return null;
        return Target(row) is { } to && ObjectId(row.PreviousRevision) is { } from && from != to ? links.Compare(repository, from, to) : null;
    }

    /// <summary>The application in the user interface of its operator.</summary>
    public string? Application(SyncEventRow row) => links.ApplicationUi(row.Application);

    private static string? Target(SyncEventRow row) => row.Sources is [{ Origin: { } origin }, ..] ? ObjectId(origin.Text) : ObjectId(row.Revision);

    private static string? ObjectId(string? revision) => Events.RevisionRef.Parse(revision) is { Algorithm: "sha1" or "sha256", Digest: { } digest } ? digest : null;
}
