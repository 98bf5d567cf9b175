using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.ArgoCd;

/// <summary>What a sync was for; Argo CD itself does not say it in one word.</summary>
internal static class ArgoCdSyncKind
{
    /// <summary>The first that fits: changed nothing, went back, healed, chose resources, everything.</summary>
    public static SyncKind Of(SyncOperationDto sync, InitiatorDto? by, IEnumerable<HistoryDto> before, IReadOnlyList<string?> revisions)
    {
        if (sync.DryRun == true) return SyncKind.DryRun;
        if (by?.Automated == true && sync.AutoHealAttemptsCount > 0) return SyncKind.SelfHeal;
        if (sync.Resources is { Count: > 0 }) return SyncKind.Selective;
        return IsRollback(before, revisions, by) ? SyncKind.Rollback : SyncKind.Full;
    }

    /// <summary>A person went to what was deployed before the newest. A revert in git is a new commit, and so no rollback.</summary>
    public static bool IsRollback(IEnumerable<HistoryDto> before, IReadOnlyList<string?> revisions, InitiatorDto? by)
    {
        if (by?.Automated == true || revisions.Count == 0) return false;
        var earlier = before.Select(entry => ArgoCdSources.Revisions(entry.Revision, entry.Revisions)).ToList();
        return earlier.Count > 1 && !earlier[^1].SequenceEqual(revisions) && earlier.Exists(entry => entry.SequenceEqual(revisions));
    }
}
