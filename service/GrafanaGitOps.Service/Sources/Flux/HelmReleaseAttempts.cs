using System.Globalization;
using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>The syncs that a HelmRelease remembers: its releases, their removal, and the last failure that made no release.</summary>
internal static partial class HelmReleaseAttempts
{
    /// <summary>Oldest first.</summary>
    public static IReadOnlyList<SyncAttempt> Read(HelmReleaseDto release, ApplicationId id, FluxConditions conditions)
    {
        var snapshots = HelmReleases.Ordered(release.Status);
        var attempts = new List<SyncAttempt>();
        for (var index = 0; index < snapshots.Count; index++)
        {
            var attempt = FromSnapshot(release, snapshots, index, id);
            attempts.Add(index == snapshots.Count - 1 ? Newest(attempt, release.Status!, conditions) : attempt);
            if (Uninstall(attempt, snapshots[index], conditions) is { } removal) attempts.Add(removal);
        }

        // The upgrade that a rollback answered is no longer the newest, but Released is still about it.
        if (attempts is [.., { Phase: SyncPhase.Failed } failed, { Kind: SyncKind.Rollback }] && conditions.IsFalse("Released"))
            attempts[^2] = failed with { Message = conditions.Find("Released")?.Message };
        if (FromStatus(release, id, conditions, snapshots.Count > 0) is { } last) attempts.Add(last);
        return attempts;
    }

    private static SyncAttempt FromSnapshot(HelmReleaseDto release, List<ReleaseSnapshotDto> all, int index, ApplicationId id)
    {
        var snapshot = all[index];
        // Helm writes the time when an action began.
        var started = ObjectParts.Utc(snapshot.LastDeployed)!.Value;
        return new SyncAttempt
        {
            Application = id,
            Key = Bounded(string.Create(CultureInfo.InvariantCulture, $"{release.Metadata!.Uid}/v{snapshot.Version}/{started:yyyy-MM-ddTHH:mm:ssZ}")),
            Started = Moment.Exactly(started),
            // Nobody wrote down when it ended: only the newest one's action is timed.
            Finished = null,
            Phase = Phase(snapshot),
            Kind = Kind(all, index),
            Complete = true,
            Initiator = new Initiator(null, true),
            Sources = [new SyncedSource(null, null, HelmReleases.Chart(snapshot, release.Spec), null, HelmReleases.Revision(snapshot)) { Content = HelmReleases.Content(snapshot) }],
            Resources = HelmTests.Results(snapshot),
            SeenIn = SeenIn.History,
            HistoryId = snapshot.Version,
        };
    }

    /// <summary>What the status tells of the newest release: how long it took, what was said, whether its tests or its remediation failed it.</summary>
    private static SyncAttempt Newest(SyncAttempt attempt, HelmReleaseStatusDto status, FluxConditions conditions)
    {
        var isTestFailure = conditions.Ready is { Status: "False", Reason: "TestFailed" };
        var isRemoved = conditions.Ready is { Status: "False", Reason: "UninstallSucceeded" };
        var phase = attempt.Phase == SyncPhase.Succeeded && (isTestFailure || isRemoved) ? SyncPhase.Failed : attempt.Phase;
        var finished = attempt.Phase == SyncPhase.Running ? null : Finished(attempt, status, conditions);
        return attempt with
        {
            Finished = finished,
            Phase = phase,
            Retries = phase == SyncPhase.Failed ? Math.Max(0, (status.Failures ?? 0) - 1) : 0,
            Message = conditions.Reconciling is not null && IsLater(conditions.Find("Released"), attempt, finished) ? null : Said(attempt, conditions, isTestFailure),
            SeenIn = SeenIn.Status,
        };
    }

    /// <summary>The duration is that of the last action, which need not be this release's; Ready changes when an action has ended, or later.</summary>
    private static Moment? Finished(SyncAttempt attempt, HelmReleaseStatusDto status, FluxConditions conditions)
    {
        var started = attempt.Started.NotAfter;
        if (attempt.Kind == SyncKind.Rollback && conditions.Find("Remediated")?.Since is { } remediated && remediated >= started) return Moment.Exactly(remediated);
        var isThisAction = KindOf(status.LastAttemptedReleaseAction) == attempt.Kind
            && (attempt.Phase == SyncPhase.Succeeded ? conditions.IsTrue("Released") : conditions.IsFalse("Released"));
        if (isThisAction && FluxDuration.Parse(status.LastAttemptedReleaseActionDuration) is { } duration && DateTimeOffset.MaxValue - started > duration)
            return Moment.Exactly(started + duration);
        // Ready may be about what came after it.
        var isAbout = attempt.Phase == SyncPhase.Succeeded ? conditions.Ready is { Status: "True" } or { Reason: "TestFailed" } : conditions.Ready?.Status == "False";
        return isAbout && conditions.Ready?.Since is { } since && since >= started ? Moment.Between(started, since) : null;
    }

    /// <summary>The message of the condition that is about this release: conditions tell of the next one a moment before it is written down.</summary>
    private static string? Said(SyncAttempt attempt, FluxConditions conditions, bool isTestFailure) => attempt switch
    {
        _ when isTestFailure => conditions.Find("TestSuccess")?.Message ?? conditions.Ready?.Message,
        { Phase: SyncPhase.Running } => conditions.Reconciling?.Message,
        { Kind: SyncKind.Rollback } => conditions.Find("Remediated")?.Message,
        { Phase: SyncPhase.Succeeded } when conditions.Ready?.Reason != "UninstallSucceeded" =>
            conditions.IsTrue("Released") && conditions.Find("Released")?.Message is { } message && Names(message, attempt) ? message : null,
        _ => conditions.IsFalse("Released") ? conditions.Find("Released")?.Message : null,
    };

    /// <summary>Whether what failed is what was tried after it, which is written down in a moment; failures name no release.</summary>
    private static bool IsLater(ApplicationCondition? released, SyncAttempt attempt, Moment? finished) =>
        attempt is { Phase: SyncPhase.Failed, Kind: not SyncKind.Rollback } && released is { Status: "False", Since: { } since }
        && finished is { IsExact: true } end && since - end.NotAfter > TimeSpan.FromSeconds(2);

    /// <summary>False where the message names another release, as in <c>release podinfo/podinfo.v4 with chart podinfo@6.5.4</c>.</summary>
    private static bool Names(string message, SyncAttempt attempt) =>
        ReleaseNumber().Match(message) is not { Success: true } named || named.Groups[1].Value == attempt.HistoryId?.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@" for release \S+\.v(\d+) ", RegexOptions.NonBacktracking)]
    private static partial Regex ReleaseNumber();

    private static SyncAttempt? Uninstall(SyncAttempt of, ReleaseSnapshotDto snapshot, FluxConditions conditions) =>
        ObjectParts.Utc(snapshot.Deleted) is not { } deleted ? null : of with
        {
            Key = of.Key + "/uninstall",
            Started = Moment.Between(of.Started.NotAfter, deleted),
            Finished = Moment.Exactly(deleted),
            Phase = SyncPhase.Succeeded,
            Kind = SyncKind.Uninstall,
            Complete = false,
            Resources = ResourceResults.None,
            Message = conditions.Find("Remediated") is { Reason: "UninstallSucceeded" } remediated ? remediated.Message : null,
            SeenIn = SeenIn.History,
        };

    /// <summary>A failure that no release explains, and the last success where no history is kept (v2beta1).</summary>
    private static SyncAttempt? FromStatus(HelmReleaseDto release, ApplicationId id, FluxConditions conditions, bool hasReleases)
    {
        if (conditions.Ready is not { Status: "True" or "False", Since: { } since } ready || IsInHistory(release.Status, ready, hasReleases)) return null;
        var revision = ready.Status == "True" ? HelmReleases.Deployed(release.Status) : RevisionRef.Parse(release.Status?.LastAttemptedRevision);
        return new SyncAttempt
        {
            Application = id,
            Key = Bounded(string.Create(CultureInfo.InvariantCulture, $"{release.Metadata!.Uid}/{ready.Reason}/{revision?.Text}/{since:yyyy-MM-ddTHH:mm:ssZ}")),
            Started = Moment.Between(null, since),
            Finished = Moment.Exactly(since),
            Phase = ready.Status == "True" ? SyncPhase.Succeeded : KindOf(ready.Reason) is null ? SyncPhase.Error : SyncPhase.Failed,
            Kind = KindOf(ready.Reason) ?? SyncKind.Full,
            Complete = true,
            Initiator = new Initiator(null, true),
            Retries = Math.Max(0, (release.Status?.Failures ?? 0) - 1),
            Sources = [new SyncedSource(null, null, BoundedText.Text(release.Spec?.Chart?.Spec?.Chart), BoundedText.Text(release.Spec?.Chart?.Spec?.Version), revision)],
            Message = ready.Message,
            SeenIn = SeenIn.Status,
            IsRepeatable = true,
        };
    }

    private static bool IsInHistory(HelmReleaseStatusDto? status, ApplicationCondition ready, bool hasReleases) => ready switch
    {
        _ when FluxVerdict.IsWait(ready) => true,
        { Status: "True" } => hasReleases || HelmReleases.Deployed(status) is null,
        { Reason: "TestFailed" or "RollbackSucceeded" or "UninstallSucceeded" } => hasReleases,
        { Reason: "InstallFailed" or "UpgradeFailed" } => !FailedWithoutRelease(status),
        { Reason: "RollbackFailed" } => HelmReleases.Newest(status) is { Status: "failed", Action: "rollback" },
        _ => false,
    };

    /// <summary>
    /// Whether something failed that left no release: a failure that is counted, and none of the releases is it. The condition comes a moment before the
    /// count and the release, so it proves nothing alone.
    /// </summary>
    private static bool FailedWithoutRelease(HelmReleaseStatusDto? status) => status?.Failures > 0 && HelmReleases.Newest(status)?.Status != "failed"
        && !HelmReleases.Ordered(status).Exists(release => release is { Status: "failed" or "uninstalled" or "uninstalling" }
            && release.ChartVersion == status.LastAttemptedRevision
            && (release.ConfigDigest is null || status.LastAttemptedConfigDigest is null || release.ConfigDigest == status.LastAttemptedConfigDigest));

    private static string Bounded(string key) => BoundedText.Text(key)!;

    private static SyncPhase Phase(ReleaseSnapshotDto snapshot) => snapshot.Status switch
    {
        "deployed" or "superseded" or "uninstalled" => SyncPhase.Succeeded,
        "failed" => SyncPhase.Failed,
        "pending-install" or "pending-upgrade" or "pending-rollback" or "uninstalling" => SyncPhase.Running,
        _ => SyncPhase.Unknown,
    };

    /// <summary>
    /// What is written of the newest, and an install of the first; of the others a rollback is what has the chart of before a failure, for
    /// helm-controller calls releases that were rolled back to so, too.
    /// </summary>
    private static SyncKind Kind(List<ReleaseSnapshotDto> all, int index)
    {
        var snapshot = all[index];
        if (index == all.Count - 1 && KindOf(snapshot.Action) is { } kind) return kind;
        if (snapshot.Version == 1 || snapshot.FirstDeployed == snapshot.LastDeployed) return SyncKind.Install;
        var isBack = index > 0 && all[index - 1].Status == "failed" && snapshot.Action is null or "rollback"
            && all.Take(index - 1).Any(before => before.Status != "failed" && before.ChartVersion == snapshot.ChartVersion);
        return isBack ? SyncKind.Rollback : SyncKind.Upgrade;
    }

    private static SyncKind? KindOf(string? text) => text switch
    {
        "install" or "InstallFailed" or "InstallSucceeded" => SyncKind.Install,
        "upgrade" or "UpgradeFailed" or "UpgradeSucceeded" => SyncKind.Upgrade,
        "rollback" or "RollbackFailed" or "RollbackSucceeded" => SyncKind.Rollback,
        "uninstall" or "UninstallFailed" or "UninstallSucceeded" => SyncKind.Uninstall,
        _ => null,
    };
}
