using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>
/// The syncs that a Kustomization remembers. Its history has one entry for the same manifests with the same outcome, however often they were
/// reconciled: the revision is that of the last time, and only the first and the last time are known. A revision that renders the same is no sync of
/// its own. A running sync is not in here: <see cref="ApplicationState.Operation"/> shows it, and it has no name yet under which it could be found
/// again.
/// </summary>
internal static class KustomizationAttempts
{
    /// <summary>The outcome of an entry that ended well.</summary>
    public const string Succeeded = "ReconciliationSucceeded";

    private const string HealthCheckCanceled = "HealthCheckCanceled";

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<SyncAttempt> Read(KustomizationDto kustomization, ApplicationId id, FluxConditions conditions)
    {
        var entries = (kustomization.Status?.History ?? []).OfType<ReconciliationDto>()
            .Where(entry => entry.FirstReconciled is not null && entry.LastReconciled is not null)
            .OrderBy(entry => entry.LastReconciled).TakeLast(ApplicationLimits.Attempts).ToList();
        var path = BoundedText.Text(kustomization.Spec?.Path);
        var attempts = entries.ConvertAll(entry => FromHistory(entry, entries, id, kustomization.Metadata!.Uid!, path));
        if (attempts.Count > 0 && IsAbout(conditions.Ready, entries[^1], kustomization.Status!))
            attempts[^1] = attempts[^1] with { Message = conditions.Ready!.Message };
        if (FromStatus(kustomization, id, conditions, attempts.Count > 0, path) is { } last) attempts.Add(last);
        return attempts;
    }

    private static SyncAttempt FromHistory(ReconciliationDto entry, List<ReconciliationDto> all, ApplicationId id, string uid, string? path)
    {
        var revision = Revision(entry);
        var before = Before(entry, all);
        var (started, finished) = Times(entry, before);
        var status = entry.LastReconciledStatus;
        var mark = before is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/after-{before.Since:yyyy-MM-ddTHH:mm:ssZ}");
        return new SyncAttempt
        {
            Application = id,
            Key = Bounded($"{uid}/{entry.Digest}/{status}/{Name(revision)}{mark}"),
            OtherKeys = status == Succeeded || before is not null ? [] : [.. Around(First(entry)).Select(time => StatusKey(uid, status, revision, time))],
            Started = started,
            Finished = finished,
            Phase = Phase(status),
            Kind = SyncKind.Full,
            Complete = true,
            Terminated = status == HealthCheckCanceled,
            Initiator = new Initiator(null, true),
            Retries = status == Succeeded || before is not null ? 0 : Total(entry) - 1,
            Sources =
            [
                new SyncedSource(null, path, null, null, revision, RevisionRef.Parse(entry.Metadata?.GetValueOrDefault("originRevision")))
                {
                    Content = Content(entry, before),
                },
            ],
            SeenIn = SeenIn.History,
            IsRepeatable = true,
        };
    }

    /// <summary>
    /// Flux writes when the first and the last reconciliation ended. What came back after others came back at some time between the last of those and
    /// its own last; what was never replaced came the first time.
    /// </summary>
    private static (Moment Started, Moment Finished) Times(ReconciliationDto entry, Interruption? before)
    {
        var (first, last) = (First(entry), Last(entry));
        var begun = Earlier(last, FluxDuration.Parse(entry.LastReconciledDuration));
        var isSuccess = entry.LastReconciledStatus == Succeeded;
        if (before is not null) return (Moment.Between(before.Since, begun), isSuccess ? Moment.Between(before.Since, last) : Moment.Exactly(last));
        var started = Total(entry) == 1 && entry.LastReconciledDuration is not null ? Moment.Exactly(begun) : Moment.Between(null, first);
        return (started, Moment.Exactly(isSuccess ? first : last));
    }

    /// <summary>What came between the first and the last time of an entry, so that this one came back after it; null where nothing did.</summary>
    private static Interruption? Before(ReconciliationDto entry, List<ReconciliationDto> all)
    {
        var (first, last) = (First(entry), Last(entry));
        // An end never changes once others follow; where the other came back itself since, only its beginning tells.
        var ended = all.Where(other => Last(other) > first && Last(other) < last).MaxBy(Last);
        if (ended is not null) return new Interruption(Last(ended), ended.LastReconciledStatus);
        var begun = all.Where(other => First(other) > first && First(other) < last).MaxBy(First);
        return begun is null ? null : new Interruption(First(begun), begun.LastReconciledStatus);
    }

    /// <summary>Names what was applied, so that the same manifests are known as the same; those that came back after something that failed when it was
    /// applied already are a change of what runs.</summary>
    private static string Content(ReconciliationDto entry, Interruption? before) => Bounded(
        entry.LastReconciledStatus != Succeeded ? $"{entry.Digest}/{entry.LastReconciledStatus}"
            : before?.Status is "PruneFailed" or "HealthCheckFailed" or HealthCheckCanceled ? $"{entry.Digest}/again" : $"{entry.Digest}");

    /// <summary>Whether the condition tells of this entry: it comes a moment before the entry, and stays when other manifests are in work.</summary>
    private static bool IsAbout(ApplicationCondition? ready, ReconciliationDto entry, KustomizationStatusDto status)
    {
        if (ready is not { Status: "True" or "False" } || ready.Reason != entry.LastReconciledStatus || Revision(entry) is not { } revision) return false;
        return ready.Status == "True" ? Names(ready.Message, revision) && Matches(status.LastAppliedRevision, revision)
            : Matches(status.LastAttemptedRevision, revision);
    }

    /// <summary>
    /// What no history tells: failures before there were manifests, and all that a version without history did. Flux writes the condition first
    /// and history a moment later, so a condition that history will tell of is no proof.
    /// </summary>
    private static SyncAttempt? FromStatus(
        KustomizationDto kustomization, ApplicationId id, FluxConditions conditions, bool hasHistory, string? path)
    {
        if (conditions.Ready is not { Status: "True" or "False", Since: { } since } ready || FluxVerdict.IsWait(ready)) return null;
        if (hasHistory && IsInHistory(ready.Reason)) return null;
        var status = kustomization.Status;
        // Without an artifact nothing of a revision was tried.
        var revision = RevisionRef.Parse(
            ready.Status == "True" ? status?.LastAppliedRevision : ready.Reason is "ArtifactFailed" or "AccessDenied" ? null : status?.LastAttemptedRevision);
        if (ready.Status == "True" && (revision is null || !Names(ready.Message, revision))) return null;
        return new SyncAttempt
        {
            Application = id,
            Key = StatusKey(kustomization.Metadata!.Uid!, ready.Reason, revision, since),
            Started = Moment.Between(null, since),
            Finished = Moment.Exactly(since),
            Phase = Phase(ready.Reason),
            Kind = SyncKind.Full,
            Complete = true,
            Terminated = ready.Reason == HealthCheckCanceled,
            Initiator = new Initiator(null, true),
            Sources = [new SyncedSource(null, path, null, null, revision, ready.Status == "True" ? RevisionRef.Parse(status?.LastAppliedOriginRevision) : null)],
            Message = ready.Message,
            SeenIn = SeenIn.Status,
            IsRepeatable = true,
        };
    }

    /// <summary>Outcomes of manifests; what came to none has no digest and no entry.</summary>
    private static bool IsInHistory(string? reason) => reason is Succeeded || Phase(reason) == SyncPhase.Failed;

    /// <summary>Failed: something was tried on the cluster. Error: it did not come to that.</summary>
    private static SyncPhase Phase(string? reason) => reason switch
    {
        Succeeded => SyncPhase.Succeeded,
        "ReconciliationFailed" or "PruneFailed" or "HealthCheckFailed" or HealthCheckCanceled => SyncPhase.Failed,
        _ => SyncPhase.Error,
    };

    /// <summary>False where the message names another revision; one that names none contradicts nothing.</summary>
    private static bool Names(string? message, RevisionRef revision) =>
        message?.Contains("revision", StringComparison.OrdinalIgnoreCase) != true
        || message.Contains(revision.Digest ?? revision.Text, StringComparison.Ordinal);

    private static bool Matches(string? text, RevisionRef revision) => RevisionRef.Parse(text)?.Matches(revision) == true;

    private static RevisionRef? Revision(ReconciliationDto entry) => RevisionRef.Parse(entry.Metadata?.GetValueOrDefault("revision"));

    private static string? Name(RevisionRef? revision) => revision?.Digest ?? revision?.Text;

    private static string StatusKey(string uid, string? reason, RevisionRef? revision, DateTimeOffset since) =>
        Bounded(string.Create(CultureInfo.InvariantCulture, $"{uid}/{reason}/{Name(revision)}/{since:yyyy-MM-ddTHH:mm:ssZ}"));

    /// <summary>Condition and history of one outcome are dated apart, and may be a second apart.</summary>
    private static IEnumerable<DateTimeOffset> Around(DateTimeOffset time) => [time, time.AddSeconds(1), time.AddSeconds(-1)];

    private static string Bounded(string key) => BoundedText.Text(key)!;

    private static DateTimeOffset First(ReconciliationDto entry) => ObjectParts.Utc(entry.FirstReconciled)!.Value;

    private static DateTimeOffset Last(ReconciliationDto entry) => ObjectParts.Utc(entry.LastReconciled)!.Value;

    private static DateTimeOffset Earlier(DateTimeOffset time, TimeSpan? duration) =>
        duration is { } length && time - DateTimeOffset.MinValue > length ? time - length : time;

    private static long Total(ReconciliationDto entry) =>
        entry.FirstReconciled == entry.LastReconciled ? 1 : Math.Max(2, entry.TotalReconciliations ?? 2);

    private sealed record Interruption(DateTimeOffset Since, string? Status);
}
