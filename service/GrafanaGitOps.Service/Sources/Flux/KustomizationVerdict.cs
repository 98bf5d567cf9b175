using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What the conditions of a Kustomization mean; the first row that fits decides.</summary>
/// <remarks>
/// <para>Revisions that differ are always OutOfSync; "sync" below is what holds while desired and deployed revision are the same.</para>
/// <list type="table">
/// <item>no Ready: not looked at yet. sync Unknown, health Unknown.</item>
/// <item>the spec is newer than what the conditions are about. sync Unknown, health Progressing.</item>
/// <item>Stalled: Flux gave up until something changes. sync Unknown, health Degraded.</item>
/// <item>Ready=True: applied, and healthy where health is checked. sync by revisions, health Healthy (Degraded while Healthy=False).</item>
/// <item>Ready=False HealthCheckFailed: all was applied. sync by revisions, health Degraded.</item>
/// <item>Ready=False HealthCheckCanceled: a newer revision came. sync by revisions, health Progressing.</item>
/// <item>Ready=False DependencyNotReady: waits, nothing was touched. sync by revisions, health as it was last, else Progressing.</item>
/// <item>Ready=False ReconciliationFailed, PruneFailed: the cluster could not be made the same. sync OutOfSync, health as it was last.</item>
/// <item>Ready=False for any other reason (ArtifactFailed, BuildFailed, ...): nothing to compare with. sync Unknown, health as it was last, but Progressing
/// while a new one waits for its source.</item>
/// <item>Ready=Unknown, or Reconciling: sync by revisions; health Healthy in a routine look at what history says succeeded, else Progressing (and sync Unknown while the spec is new).</item>
/// </list>
/// <para>"As it was last" is the Healthy condition, which stays from the last check; without it Unknown, or Missing when nothing was ever applied.</para>
/// </remarks>
internal static class KustomizationVerdict
{
    public static FluxVerdict Of(KustomizationDto kustomization, FluxConditions conditions)
    {
        var (spec, status) = (kustomization.Spec, kustomization.Status);
        if (conditions.Ready is not { } ready) return new FluxVerdict(SyncStatus.Unknown, HealthStatus.Unknown);
        var isNewSpec = FluxVerdict.IsNewSpec(kustomization.Metadata!, status?.ObservedGeneration, spec?.Suspend);
        if (isNewSpec && !FluxVerdict.IsLookedAt(kustomization.Metadata!, status?.Conditions)) return FluxVerdict.NotLookedAt;
        if (conditions.Stalled is { } stalled) return new FluxVerdict(SyncStatus.Unknown, HealthStatus.Degraded, stalled);
        if (ready.Status == "False" && conditions.Reconciling?.Reason != "Progressing") return Failed(ready, conditions, status);
        if (ready.Status == "True") return Applied(spec, conditions);
        if (!isNewSpec && IsRecheck(status)) return Applied(spec, conditions);
        return new FluxVerdict(isNewSpec ? SyncStatus.Unknown : null, HealthStatus.Progressing, conditions.Reconciling);
    }

    private static FluxVerdict Applied(KustomizationSpecDto? spec, FluxConditions conditions)
    {
        if (conditions.IsFalse("Healthy")) return new FluxVerdict(null, HealthStatus.Degraded, conditions.Find("Healthy"));
        var isChecked = spec?.Wait == true || spec?.HealthChecks is { Count: > 0 };
        return new FluxVerdict(null, HealthStatus.Healthy, conditions.IsTrue("Healthy") ? conditions.Find("Healthy") : null,
            isChecked ? null : "Applied; nobody checks health (spec.wait and spec.healthChecks are not set).");
    }

    private static FluxVerdict Failed(ApplicationCondition ready, FluxConditions conditions, KustomizationStatusDto? status) => ready.Reason switch
    {
        "HealthCheckFailed" => new FluxVerdict(null, HealthStatus.Degraded, conditions.IsFalse("Healthy") ? conditions.Find("Healthy") : ready),
        "HealthCheckCanceled" => new FluxVerdict(null, HealthStatus.Progressing, ready),
        FluxVerdict.DependencyNotReady => AsItWas(null, conditions, status) is { Health: not (HealthStatus.Unknown or HealthStatus.Missing) } before
            ? before : new FluxVerdict(null, HealthStatus.Progressing, ready),
        "ReconciliationFailed" or "PruneFailed" => AsItWas(SyncStatus.OutOfSync, conditions, status),
        _ => AsItWas(SyncStatus.Unknown, conditions, status) is var was && was.Health == HealthStatus.Missing && FluxVerdict.IsWait(ready)
            ? was with { Health = HealthStatus.Progressing, Decided = ready } : was,
    };

    private static FluxVerdict AsItWas(SyncStatus? sync, FluxConditions conditions, KustomizationStatusDto? status) => conditions.Find("Healthy") switch
    {
        { Status: "True" } healthy => new FluxVerdict(sync, HealthStatus.Healthy, healthy),
        { Status: "False" } unhealthy => new FluxVerdict(sync, HealthStatus.Degraded, unhealthy),
        _ => new FluxVerdict(sync, string.IsNullOrEmpty(status?.LastAppliedRevision) ? HealthStatus.Missing : HealthStatus.Unknown),
    };

    private static bool IsRecheck(KustomizationStatusDto? status) =>
        !string.IsNullOrEmpty(status?.LastAppliedRevision) && status.LastAttemptedRevision == status.LastAppliedRevision
        && status.History is [{ LastReconciledStatus: KustomizationAttempts.Succeeded }, ..];
}
