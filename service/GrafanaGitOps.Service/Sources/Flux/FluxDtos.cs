using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>A reference to another object; no namespace means the same one.</summary>
internal sealed record ReferenceDto(string? Kind, string? Name, string? Namespace);

internal sealed record KubeConfigDto(ReferenceDto? SecretRef, ReferenceDto? ConfigMapRef);

/// <summary>An applied object: <c>namespace_name_group_kind</c>.</summary>
internal struct InventoryEntryDto
{
    public string? Id { get; set; }
}

internal sealed record InventoryDto(List<InventoryEntryDto>? Entries);

/// <summary>What we read of a Kustomization: kustomize.toolkit.fluxcd.io v1, v1beta2.</summary>
internal sealed record KustomizationDto(KustomizationSpecDto? Spec, KustomizationStatusDto? Status) : OperatorObject;

internal sealed record KustomizationSpecDto(
    string? Interval, string? Path, bool? Prune, bool? Suspend, bool? Wait, List<ReferenceDto?>? HealthChecks,
    List<ReferenceDto?>? DependsOn, ReferenceDto? SourceRef, string? TargetNamespace, KubeConfigDto? KubeConfig,
    List<string?>? Components, bool? IgnoreMissingComponents);

/// <param name="History">Newest first; kustomize-controller 1.7 and later.</param>
internal sealed record KustomizationStatusDto(
    List<ConditionEntry?>? Conditions, string? LastAppliedRevision, string? LastAppliedOriginRevision, string? LastAttemptedRevision,
    long? ObservedGeneration, InventoryDto? Inventory, List<ReconciliationDto?>? History);

/// <summary>All reconciliations of the same built manifests with the same outcome: only the first and the last have times.</summary>
/// <param name="Metadata">revision, originRevision: of the last reconciliation.</param>
internal sealed record ReconciliationDto(
    string? Digest, DateTimeOffset? FirstReconciled, DateTimeOffset? LastReconciled, string? LastReconciledDuration,
    string? LastReconciledStatus, long? TotalReconciliations, Dictionary<string, string?>? Metadata);
