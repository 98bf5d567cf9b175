using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What we read of a HelmRelease: helm.toolkit.fluxcd.io v2, v2beta2, v2beta1.</summary>
internal sealed class HelmReleaseDto : OperatorObject
{
    public HelmReleaseSpecDto? Spec { get; set; }

    public HelmReleaseStatusDto? Status { get; set; }
}

internal sealed class HelmReleaseSpecDto
{
    public string? Interval { get; set; }

    public bool? Suspend { get; set; }

    public string? TargetNamespace { get; set; }

    public KubeConfigDto? KubeConfig { get; set; }

    public List<ReferenceDto?>? DependsOn { get; set; }

    public HelmChartTemplateDto? Chart { get; set; }

    public ReferenceDto? ChartRef { get; set; }

    public DriftDetectionDto? DriftDetection { get; set; }
}

internal sealed class HelmChartTemplateDto
{
    public HelmChartSpecDto? Spec { get; set; }
}

internal sealed class HelmChartSpecDto
{
    public string? Chart { get; set; }

    public string? Version { get; set; }

    public List<string?>? ValuesFiles { get; set; }

    public ReferenceDto? SourceRef { get; set; }
}

internal sealed class DriftDetectionDto
{
    public string? Mode { get; set; }
}

internal sealed class HelmReleaseStatusDto
{
    public List<ConditionEntry?>? Conditions { get; set; }

    public long? ObservedGeneration { get; set; }

    public string? LastAttemptedRevision { get; set; }

    public string? LastAttemptedRevisionDigest { get; set; }

    public string? LastAttemptedReleaseAction { get; set; }

    public string? LastAttemptedReleaseActionDuration { get; set; }

    /// <summary>Only v2beta1, which keeps no history.</summary>
    public string? LastAppliedRevision { get; set; }

    /// <summary>The HelmChart object, <c>namespace/name</c>.</summary>
    public string? HelmChart { get; set; }

    public long? Failures { get; set; }

    public List<ReleaseSnapshotDto?>? History { get; set; }

    public InventoryDto? Inventory { get; set; }
}

/// <summary>A Helm release as its storage holds it.</summary>
internal sealed class ReleaseSnapshotDto
{
    public string? ChartName { get; set; }

    public string? ChartVersion { get; set; }

    public string? OciDigest { get; set; }

    /// <summary>Helm's revision number; begins anew after an uninstall.</summary>
    public long? Version { get; set; }

    public string? Status { get; set; }

    public string? Action { get; set; }

    public DateTimeOffset? FirstDeployed { get; set; }

    public DateTimeOffset? LastDeployed { get; set; }

    public DateTimeOffset? Deleted { get; set; }

    public Dictionary<string, TestHookDto?>? TestHooks { get; set; }
}

internal sealed class TestHookDto
{
    public string? Phase { get; set; }
}
