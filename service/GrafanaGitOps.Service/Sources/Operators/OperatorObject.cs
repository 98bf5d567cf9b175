namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>
/// What we read of the metadata of an operator's object. The package's own model would keep managed fields, which are most of some objects.
/// </summary>
internal sealed class OperatorObjectMeta
{
    public string? Name { get; set; }

    public string? Namespace { get; set; }

    public string? Uid { get; set; }

    public string? ResourceVersion { get; set; }

    public long? Generation { get; set; }

    public DateTimeOffset? CreationTimestamp { get; set; }

    public DateTimeOffset? DeletionTimestamp { get; set; }

    public Dictionary<string, string?>? Labels { get; set; }

    public Dictionary<string, string?>? Annotations { get; set; }

    public List<OwnerReference?>? OwnerReferences { get; set; }
}

internal sealed class OwnerReference
{
    public string? Kind { get; set; }

    public string? Name { get; set; }
}

/// <summary>A condition as Kubernetes' convention and Argo CD write it; Argo CD has neither status nor reason.</summary>
internal sealed class ConditionEntry
{
    public string? Type { get; set; }

    public string? Status { get; set; }

    public string? Reason { get; set; }

    public string? Message { get; set; }

    public DateTimeOffset? LastTransitionTime { get; set; }

    public long? ObservedGeneration { get; set; }
}

/// <summary>An object of an operator: what the reader needs to name it.</summary>
internal abstract class OperatorObject
{
    public string? Kind { get; set; }

    public OperatorObjectMeta? Metadata { get; set; }
}
