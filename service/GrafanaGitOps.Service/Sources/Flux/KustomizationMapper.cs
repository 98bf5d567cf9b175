using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>Turns a Kustomization into what it says of the application and of its syncs. Pure; <see cref="FluxSources"/> adds what its source says.</summary>
internal static class KustomizationMapper
{
    /// <summary>Maps one Kustomization of <paramref name="cluster"/>, our configured name of the cluster that holds it.</summary>
    public static OperatorObservation Map(KustomizationDto kustomization, string cluster)
    {
        var (meta, spec, status) = (kustomization.Metadata!, kustomization.Spec, kustomization.Status);
        var id = new ApplicationId(cluster, OperatorNames.Flux, "Kustomization", meta.Namespace ?? "", meta.Name!);
        var conditions = new FluxConditions(ObjectParts.Conditions(status?.Conditions));
        var attempts = KustomizationAttempts.Read(kustomization, id, conditions);
        var verdict = KustomizationVerdict.Of(kustomization, conditions);
        var notices = new List<string>();
        var source = Source(spec, status, meta);
        var looked = ObjectParts.Utc(status?.History is [{ } newest, ..] ? newest.LastReconciled : null);
        var state = FluxState.Of(kustomization, id, conditions, verdict, attempts) with
        {
            Destination = FluxState.Destination(spec?.TargetNamespace, spec?.KubeConfig, meta),
            Sources = [source],
            DeployedBy = source.Deployed is null ? null : DeployedBy.Controller,
            Suspended = spec?.Suspend == true,
            // Each look applies again, which puts back what somebody changed.
            Automation = spec?.Suspend == true ? new AutomationPolicy(Prune: spec.Prune == true) : new AutomationPolicy(true, true, spec?.Prune == true),
            Interval = FluxDuration.Parse(spec?.Interval),
            LastLooked = looked ?? conditions.Newest,
            Heartbeat = looked is not null,
            Resources = FluxInventory.Read(status?.Inventory, notices),
            Parents = FluxState.Parents(meta, "Kustomization", spec?.DependsOn),
            Notices = notices,
        };
        return new OperatorObservation(FluxSources.ResolveWith(state, null, null), attempts);
    }

    private static ApplicationSource Source(KustomizationSpecDto? spec, KustomizationStatusDto? status, OperatorObjectMeta meta) => new()
    {
        Path = BoundedText.Text(spec?.Path),
        Build = new SourceBuild
        {
            Tool = BuildTool.Kustomize,
            Components = BoundedText.List(spec?.Components, ApplicationLimits.ValuesFiles) is { Count: > 0 } components ? components : null,
            IgnoreMissing = spec?.IgnoreMissingComponents == true,
        },
        Object = FluxState.Reference(spec?.SourceRef, meta),
        Deployed = RevisionRef.Parse(status?.LastAppliedRevision),
        DeployedOrigin = RevisionRef.Parse(status?.LastAppliedOriginRevision),
        Attempted = RevisionRef.Parse(status?.LastAttemptedRevision) ?? RevisionRef.Parse(status?.LastAppliedRevision),
    };
}
