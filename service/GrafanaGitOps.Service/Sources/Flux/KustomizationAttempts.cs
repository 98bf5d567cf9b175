using System.Globalization;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>
/// The syncs that a Kustomization remembers. Its history has one entry for the same manifests with the same outcome, however often they were
/// reconciled: the revision is that of the last time, and only the first and the last time are known. A running sync is not in here:
/// <see cref="ApplicationState.Operation"/> shows it, and it has no name yet under which it could be found again.
/// </summary>
internal static class KustomizationAttempts
{
    /// <summary>The outcome of an entry that ended well.</summary>
    public const string Succeeded = "ReconciliationSucceeded";

    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<SyncAttempt> Read(KustomizationDto kustomization, ApplicationId id, FluxConditions conditions)
    {
        var entries = (kustomization.Status?.History ?? []).OfType<ReconciliationDto>()
            .Where(entry => entry.FirstReconciled is not null && entry.LastReconciled is not null)
            .OrderBy(entry => entry.LastReconciled).TakeLast(ApplicationLimits.Attempts).ToList();
        var path = BoundedText.Text(kustomization.Spec?.Path);
        var attempts = entries.ConvertAll(entry => FromHistory(entry, entries, id, kustomization.Metadata!.Uid!, path));
        if (FromStatus(kustomization, id, conditions, entries.LastOrDefault(), path) is not { } last) return attempts;
        var isRecorded = attempts.Count > 0 && last.Repeats(attempts[^1]);
        if (isRecorded) attempts[^1] = attempts[^1] with { Message = last.Message };
        // An entry that was reconciled more than once may hide an attempt: the ledger, which knows what came before, drops this one if not.
        if (!isRecorded || Total(entries[^1]) > 1) attempts.Add(last);
        return attempts;
    }

    private static SyncAttempt FromHistory(ReconciliationDto entry, List<ReconciliationDto> all, ApplicationId id, string uid, string? path)
    {
        var revision = RevisionRef.Parse(entry.Metadata?.GetValueOrDefault("revision"));
        var again = Again(entry, all);
        var (started, finished) = Times(entry, again);
        var mark = again is null ? "" : string.Create(CultureInfo.InvariantCulture, $"/after-{again:yyyy-MM-ddTHH:mm:ssZ}");
        return new SyncAttempt
        {
            Application = id,
            Key = Bounded($"{uid}/{entry.Digest}/{entry.LastReconciledStatus}/{Name(revision)}{mark}"),
            Started = started,
            Finished = finished,
            Phase = Phase(entry.LastReconciledStatus),
            Kind = SyncKind.Full,
            Complete = true,
            Initiator = new Initiator(null, true),
            Retries = entry.LastReconciledStatus == Succeeded ? 0 : Total(entry) - 1,
            Sources = [new SyncedSource(null, path, null, null, revision, RevisionRef.Parse(entry.Metadata?.GetValueOrDefault("originRevision")))],
            SeenIn = SeenIn.History,
        };
    }

    /// <summary>Flux writes the time when a reconciliation ended. After the first, the end of the first with this revision lies between.</summary>
    private static (Moment Started, Moment Finished) Times(ReconciliationDto entry, DateTimeOffset? again)
    {
        var (first, last) = (ObjectParts.Utc(entry.FirstReconciled)!.Value, ObjectParts.Utc(entry.LastReconciled)!.Value);
        var duration = FluxDuration.Parse(entry.LastReconciledDuration);
        if (Total(entry) == 1) return (Start(last, duration), Moment.Exactly(last));
        return entry.LastReconciledStatus == Succeeded
            ? (Moment.Between(again, Before(last, duration)), Moment.Between(again ?? first, last))
            : (Moment.Between(again, again is null ? first : Before(last, duration)), Moment.Exactly(last));
    }

    /// <summary>
    /// For manifests that were deployed again after others, when the newest of those began (it never changes): an entry that began after this one began
    /// and before it was reconciled last.
    /// </summary>
    private static DateTimeOffset? Again(ReconciliationDto entry, List<ReconciliationDto> all) => ObjectParts.Utc(
        all.Where(other => other.FirstReconciled > entry.FirstReconciled && other.FirstReconciled < entry.LastReconciled).Max(other => other.FirstReconciled));

    private static SyncAttempt? FromStatus(
        KustomizationDto kustomization, ApplicationId id, FluxConditions conditions, ReconciliationDto? newest, string? path)
    {
        if (conditions.Ready is not { Status: "True" or "False", Since: { } since } ready || ready.Reason == FluxVerdict.DependencyNotReady) return null;
        var status = kustomization.Status;
        var revision = RevisionRef.Parse(ready.Status == "True" ? status?.LastAppliedRevision : status?.LastAttemptedRevision);
        var isNewest = newest?.LastReconciledStatus == ready.Reason && newest?.Metadata?.GetValueOrDefault("revision") == revision?.Text;
        var ended = isNewest ? ObjectParts.Utc(newest!.LastReconciled)!.Value : since;
        return new SyncAttempt
        {
            Application = id,
            Key = Bounded(string.Create(CultureInfo.InvariantCulture, $"{kustomization.Metadata!.Uid}/{ready.Reason}/{Name(revision)}/{since:yyyy-MM-ddTHH:mm:ssZ}")),
            Started = isNewest ? Start(ended, FluxDuration.Parse(newest!.LastReconciledDuration)) : Moment.Between(null, ended),
            Finished = Moment.Exactly(ended),
            Phase = Phase(ready.Reason),
            Kind = SyncKind.Full,
            Complete = true,
            Terminated = ready.Reason == "HealthCheckCanceled",
            Initiator = new Initiator(null, true),
            Sources = [new SyncedSource(null, path, null, null, revision, ready.Status == "True" ? RevisionRef.Parse(status?.LastAppliedOriginRevision) : null)],
            Message = ready.Message,
            SeenIn = SeenIn.Status,
            Retries = isNewest && ready.Reason != Succeeded ? Total(newest!) - 1 : 0,
            IsRepeatable = true,
        };
    }

    /// <summary>Failed: something was tried on the cluster. Error: it did not come to that.</summary>
    private static SyncPhase Phase(string? reason) => reason switch
    {
        Succeeded => SyncPhase.Succeeded,
        "ReconciliationFailed" or "PruneFailed" or "HealthCheckFailed" or "HealthCheckCanceled" => SyncPhase.Failed,
        _ => SyncPhase.Error,
    };

    private static string? Name(RevisionRef? revision) => revision?.Digest ?? revision?.Text;

    private static string Bounded(string key) => BoundedText.Text(key)!;

    private static Moment Start(DateTimeOffset ended, TimeSpan? duration) =>
        duration is null ? Moment.Between(null, ended) : Moment.Exactly(Before(ended, duration));

    private static DateTimeOffset Before(DateTimeOffset time, TimeSpan? duration) =>
        duration is { } length && time - DateTimeOffset.MinValue > length ? time - length : time;

    private static long Total(ReconciliationDto entry) =>
        entry.FirstReconciled == entry.LastReconciled ? 1 : Math.Max(2, entry.TotalReconciliations ?? 2);
}
