using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What the conditions of a HelmRelease mean; the first row that fits decides.</summary>
/// <remarks>
/// <para>Revisions that differ are always OutOfSync; "sync" below is what holds while desired and deployed revision are the same.</para>
/// <list type="table">
/// <item>no Ready: not looked at yet. sync Unknown, health Unknown.</item>
/// <item>the spec is newer than what the conditions are about. sync Unknown, health Progressing.</item>
/// <item>Ready=True: sync by revisions, but OutOfSync while Drifted=True. health Healthy: Helm waited for the resources.</item>
/// <item>Ready=False TestFailed: deployed, and its tests say no. sync by revisions, health Degraded.</item>
/// <item>Ready=False RollbackSucceeded: the release before runs again. sync OutOfSync, health Healthy.</item>
/// <item>Ready=False UninstallSucceeded: remediation removed it. sync OutOfSync, health Missing.</item>
/// <item>Ready=False InstallFailed, UpgradeFailed: sync OutOfSync; health Degraded when the failed release is in the cluster, else by what runs.</item>
/// <item>Ready=False RollbackFailed, UninstallFailed: sync OutOfSync, health Degraded.</item>
/// <item>Ready=False DependencyNotReady: waits. sync by revisions, health by what runs, else Progressing.</item>
/// <item>Ready=False for any other reason (ArtifactFailed, ...): nothing to compare with. sync Unknown, health by what runs.</item>
/// <item>Ready=Unknown: sync by revisions; health Healthy in a routine look at what is deployed, else Progressing (and sync Unknown while the spec is
/// new).</item>
/// </list>
/// <para>Stalled (Flux gave up, and somebody is needed): health Degraded, also where the release before runs again; Missing stays Missing but for "any
/// other reason". "By what runs": Unknown when a release is deployed, whose health nobody judged since; Missing when there is none.</para>
/// </remarks>
internal static class HelmReleaseVerdict
{
    public static FluxVerdict Of(HelmReleaseDto release, FluxConditions conditions)
    {
        if (conditions.Ready is not { } ready) return new FluxVerdict(SyncStatus.Unknown, HealthStatus.Unknown);
        var status = release.Status;
        var isNewSpec = FluxVerdict.IsNewSpec(release.Metadata!, status?.ObservedGeneration, release.Spec?.Suspend);
        if (isNewSpec && !FluxVerdict.IsLookedAt(release.Metadata!, status?.Conditions)) return FluxVerdict.NotLookedAt;
        if (ready.Status == "True") return Ready(conditions);
        var newest = HelmReleases.Newest(status);
        if (ready.Status == "False") return Failed(ready, newest, status, conditions);
        if (!isNewSpec && newest?.Status == "deployed" && !conditions.IsFalse("Released") && newest.ChartVersion == status?.LastAttemptedRevision)
            return Ready(conditions);
        return new FluxVerdict(isNewSpec ? SyncStatus.Unknown : null, HealthStatus.Progressing, conditions.Reconciling ?? ready);
    }

    private static FluxVerdict Ready(FluxConditions conditions)
    {
        var isDrifted = conditions.IsTrue("Drifted");
        var remark = conditions.IsFalse("TestSuccess") ? "Helm tests failed, and spec.test.ignoreFailures lets that pass."
            : isDrifted ? conditions.Find("Drifted")?.Message : null;
        return new FluxVerdict(isDrifted ? SyncStatus.OutOfSync : null, HealthStatus.Healthy, conditions.Find("Released"), remark);
    }

    private static FluxVerdict Failed(ApplicationCondition ready, ReleaseSnapshotDto? newest, HelmReleaseStatusDto? status, FluxConditions conditions)
    {
        var runs = HelmReleases.Deployed(status) is null ? HealthStatus.Missing : HealthStatus.Unknown;
        var verdict = OfReason(ready, newest, runs, conditions);
        return conditions.Stalled is { } stalled && verdict.Health != HealthStatus.Missing
            ? verdict with { Health = HealthStatus.Degraded, Decided = stalled } : verdict;
    }

    private static FluxVerdict OfReason(
        ApplicationCondition ready, ReleaseSnapshotDto? newest, HealthStatus runs, FluxConditions conditions) => ready.Reason switch
        {
            "TestFailed" => new FluxVerdict(null, HealthStatus.Degraded, conditions.Find("TestSuccess")),
            "RollbackSucceeded" => new FluxVerdict(SyncStatus.OutOfSync, HealthStatus.Healthy, conditions.Find("Remediated")),
            "UninstallSucceeded" => new FluxVerdict(SyncStatus.OutOfSync, HealthStatus.Missing, conditions.Find("Remediated")),
            "InstallFailed" or "UpgradeFailed" =>
                new FluxVerdict(SyncStatus.OutOfSync, newest?.Status == "failed" ? HealthStatus.Degraded : runs, conditions.Find("Released")),
            "RollbackFailed" or "UninstallFailed" => new FluxVerdict(SyncStatus.OutOfSync, HealthStatus.Degraded, conditions.Find("Remediated")),
            FluxVerdict.DependencyNotReady => new FluxVerdict(null, runs == HealthStatus.Missing ? HealthStatus.Progressing : runs, ready),
            _ => new FluxVerdict(SyncStatus.Unknown, conditions.Stalled is not null && runs == HealthStatus.Missing ? HealthStatus.Degraded : runs, ready),
        };
}
