using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Ledger;

/// <summary>
/// Which syncs are deployments: those that changed what the successful, complete sync before them left. Revisions tell, or what the operator says was
/// made of them.
/// </summary>
internal static class Deployments
{
    /// <summary>Whether it left the application at a known revision; only such syncs are compared.</summary>
    public static bool Counts(SyncAttempt attempt) =>
        attempt is { Complete: true, Phase: SyncPhase.Succeeded } && attempt.Kind != SyncKind.DryRun && FirstRevision(attempt) is not null;

    public static string? FirstRevision(SyncAttempt attempt) =>
        attempt.Sources.FirstOrDefault(source => source.Revision is not null)?.Revision?.Text;

    /// <summary>Whether both name what they deployed by the same texts.</summary>
    public static bool HaveSameTexts(SyncAttempt one, SyncAttempt other) =>
        one.Sources.Select(source => (source.Revision?.Text, source.Content)).SequenceEqual(other.Sources.Select(source => (source.Revision?.Text, source.Content)));

    /// <summary>Marks each of the syncs, which count and are ordered by place, by the one before it.</summary>
    /// <param name="before">The one before all of them; null when none is known.</param>
    /// <param name="syncs">Oldest first.</param>
    public static void Mark(SyncEntry? before, IEnumerable<SyncEntry> syncs)
    {
        foreach (var sync in syncs)
        {
            sync.IsDeployment = before is null || !HaveSameRevisions(before.Attempt, sync.Attempt);
            sync.PreviousRevision = sync.IsDeployment && before is not null ? FirstRevision(before.Attempt) : null;
            before = sync;
        }
    }

    public static void Unmark(SyncEntry sync) => (sync.IsDeployment, sync.PreviousRevision) = (false, null);

    private static bool HaveSameRevisions(SyncAttempt one, SyncAttempt other) =>
        one.Sources.Count == other.Sources.Count
        && one.Sources.Zip(other.Sources).All(pair => pair.First.Content is { } content && pair.Second.Content is { } otherContent
            ? content == otherContent
            : (pair.First.Revision, pair.Second.Revision) switch
            {
                (null, null) => true,
                ({ } first, { } second) => first.Matches(second),
                _ => false,
            });
}
