using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What an Application runs, and how that is known.</summary>
/// <param name="Revisions">One for each source of the spec; null where none is known.</param>
/// <param name="By">How; null when nothing is deployed, as far as is known.</param>
/// <param name="At">When it was found to be so.</param>
internal sealed record ArgoCdDeployed(IReadOnlyList<RevisionRef?> Revisions, DeployedBy? By, DateTimeOffset? At)
{
    /// <summary>
    /// Synced is the verdict that the cluster is what the compared revision asks for, whether or not a sync was needed. Without it, the last
    /// complete sync tells.
    /// </summary>
    /// <param name="status">Of the Application.</param>
    /// <param name="wanted">The sources of its spec.</param>
    /// <param name="isCurrent">Whether just these sources were compared.</param>
    /// <param name="attempts">Its syncs, oldest first.</param>
    public static ArgoCdDeployed Of(StatusDto? status, IReadOnlyList<SourceDto> wanted, bool isCurrent, IReadOnlyList<SyncAttempt> attempts)
    {
        var complete = attempts.LastOrDefault(attempt => attempt is { Phase: SyncPhase.Succeeded, Complete: true });
        var looked = ObjectParts.Utc(status?.ReconciledAt);
        if (isCurrent && OperatorText.Sync(status?.Sync?.Status) == SyncStatus.Synced && Compared(status!.Sync!, wanted.Count) is { } compared)
        {
            if (complete is not null && Has(complete, compared)) return new ArgoCdDeployed(compared, DeployedBy.Sync, complete.Finished?.NotAfter);
            // Until Argo CD compares anew, its verdict is of the time before a sync to another revision.
            if (complete?.Finished is not { } end || looked is null || end.NotAfter <= looked)
                return new ArgoCdDeployed(compared, HasPart(attempts, complete, compared) ? DeployedBy.PartialSync : DeployedBy.Comparison, looked);
        }

        IReadOnlyList<RevisionRef?> synced = [.. wanted.Select((source, index) => complete is null ? null : Synced(source, index, wanted.Count, complete))];
        return synced.All(revision => revision is null)
            ? new ArgoCdDeployed(synced, null, null)
            : new ArgoCdDeployed(synced, DeployedBy.Sync, complete!.Finished?.NotAfter);
    }

    /// <summary>Null unless each source has its revision.</summary>
    private static IReadOnlyList<RevisionRef?>? Compared(SyncDto sync, int count)
    {
        IReadOnlyList<RevisionRef?> revisions = [.. ArgoCdSources.Revisions(sync.Revision, sync.Revisions).Select(RevisionRef.Parse)];
        return count > 0 && revisions.Count == count && revisions.All(revision => revision is not null) ? revisions : null;
    }

    /// <summary>Whether some resources were synced to the revisions after the last complete sync.</summary>
    private static bool HasPart(IReadOnlyList<SyncAttempt> attempts, SyncAttempt? complete, IReadOnlyList<RevisionRef?> revisions) =>
        attempts.Any(attempt => attempt is { Phase: SyncPhase.Succeeded, Complete: false, Kind: not SyncKind.DryRun }
            && (complete is null || attempt.Started.NotAfter >= complete.Started.NotAfter) && Has(attempt, revisions));

    private static bool Has(SyncAttempt attempt, IReadOnlyList<RevisionRef?> revisions) =>
        attempt.Sources.Count == revisions.Count
        && attempt.Sources.Zip(revisions).All(pair => pair.First.Revision is { } synced && synced.Matches(pair.Second!));

    /// <summary>The revision that the sync used for this source: by place when the place holds the same repository, else by repository, path and chart.</summary>
    private static RevisionRef? Synced(SourceDto source, int index, int count, SyncAttempt deployed)
    {
        var synced = deployed.Sources;
        // Old versions of Argo CD keep no source in their history.
        if (synced.Count == count && (synced[index].RepoUrl is null || synced[index].RepoUrl == BoundedText.Url(source.RepoUrl))) return synced[index].Revision;
        return synced.FirstOrDefault(one => one.RepoUrl is not null && one.RepoUrl == BoundedText.Url(source.RepoUrl)
            && one.Path == BoundedText.Text(source.Path) && one.Chart == BoundedText.Text(source.Chart))?.Revision;
    }
}
