using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>A reference to another object; no namespace means the same one.</summary>
internal sealed class ReferenceDto
{
    public string? Kind { get; set; }

    public string? Name { get; set; }

    public string? Namespace { get; set; }
}

internal sealed class KubeConfigDto
{
    public ReferenceDto? SecretRef { get; set; }

    public ReferenceDto? ConfigMapRef { get; set; }
}

/// <summary>An applied object: <c>namespace_name_group_kind</c>.</summary>
internal struct InventoryEntryDto
{
    public string? Id { get; set; }
}

internal sealed class InventoryDto
{
    public List<InventoryEntryDto>? Entries { get; set; }
}

/// <summary>What we read of a Kustomization: kustomize.toolkit.fluxcd.io v1, v1beta2.</summary>
internal sealed class KustomizationDto : OperatorObject
{
    public KustomizationSpecDto? Spec { get; set; }

    public KustomizationStatusDto? Status { get; set; }
}

internal sealed class KustomizationSpecDto
{
    public string? Interval { get; set; }

    public string? Path { get; set; }

    public bool? Prune { get; set; }

    public bool? Suspend { get; set; }

    public bool? Wait { get; set; }

    public List<ReferenceDto?>? HealthChecks { get; set; }

    public List<ReferenceDto?>? DependsOn { get; set; }

    public ReferenceDto? SourceRef { get; set; }

    public string? TargetNamespace { get; set; }

    public KubeConfigDto? KubeConfig { get; set; }
}

internal sealed class KustomizationStatusDto
{
    public List<ConditionEntry?>? Conditions { get; set; }

    public string? LastAppliedRevision { get; set; }

    public string? LastAppliedOriginRevision { get; set; }

    public string? LastAttemptedRevision { get; set; }

    public long? ObservedGeneration { get; set; }

    public InventoryDto? Inventory { get; set; }

    /// <summary>Newest first; kustomize-controller 1.7 and later.</summary>
    public List<ReconciliationDto?>? History { get; set; }
}

/// <summary>All reconciliations of the same built manifests with the same outcome: only the first and the last have times.</summary>
internal sealed class ReconciliationDto
{
    public string? Digest { get; set; }

    public DateTimeOffset? FirstReconciled { get; set; }

    public DateTimeOffset? LastReconciled { get; set; }

    public string? LastReconciledDuration { get; set; }

    public string? LastReconciledStatus { get; set; }

    public long? TotalReconciliations { get; set; }

    /// <summary>revision, originRevision: of the last reconciliation.</summary>
    public Dictionary<string, string?>? Metadata { get; set; }
}
