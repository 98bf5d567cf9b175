using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What we read of a HelmRelease: helm.toolkit.fluxcd.io v2, v2beta2, v2beta1.</summary>
internal sealed record HelmReleaseDto(HelmReleaseSpecDto? Spec, HelmReleaseStatusDto? Status) : OperatorObject;

internal sealed record HelmReleaseSpecDto(
    string? Interval, bool? Suspend, string? TargetNamespace, KubeConfigDto? KubeConfig, List<ReferenceDto?>? DependsOn,
    HelmChartTemplateDto? Chart, ReferenceDto? ChartRef, DriftDetectionDto? DriftDetection);

internal sealed record HelmChartTemplateDto(HelmChartSpecDto? Spec);

internal sealed record HelmChartSpecDto(string? Chart, string? Version, List<string?>? ValuesFiles, ReferenceDto? SourceRef, bool? IgnoreMissingValuesFiles);

internal sealed record DriftDetectionDto(string? Mode);

/// <param name="LastAppliedRevision">Only v2beta1, which keeps no history.</param>
/// <param name="HelmChart">The HelmChart object, <c>namespace/name</c>.</param>
internal sealed record HelmReleaseStatusDto(
    List<ConditionEntry?>? Conditions, long? ObservedGeneration, string? LastAttemptedRevision, string? LastAttemptedRevisionDigest,
    string? LastAttemptedConfigDigest, string? LastAttemptedReleaseAction, string? LastAttemptedReleaseActionDuration, string? LastAppliedRevision, string? HelmChart,
    long? Failures, List<ReleaseSnapshotDto?>? History, InventoryDto? Inventory);

/// <summary>A Helm release as its storage holds it.</summary>
/// <param name="ConfigDigest">Of the values; null before helm-controller 1.0.</param>
/// <param name="Action">What made it, while it is the newest: helm-controller writes it anew for those that a rollback went back to.</param>
/// <param name="Version">Helm's revision number; begins anew after an uninstall.</param>
internal sealed record ReleaseSnapshotDto(
    string? ChartName, string? ChartVersion, string? ConfigDigest, string? OciDigest, long? Version, string? Status, string? Action,
    DateTimeOffset? FirstDeployed, DateTimeOffset? LastDeployed, DateTimeOffset? Deleted, Dictionary<string, TestHookDto?>? TestHooks);

internal sealed record TestHookDto(string? Phase);
