namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>
/// What we read of the metadata of an operator's object. The package's own model would keep managed fields, which are most of some objects.
/// </summary>
internal sealed record OperatorObjectMeta(
    string? Name, string? Namespace, string? Uid, string? ResourceVersion, long? Generation, DateTimeOffset? CreationTimestamp,
    DateTimeOffset? DeletionTimestamp, Dictionary<string, string?>? Labels, Dictionary<string, string?>? Annotations,
    List<OwnerReference?>? OwnerReferences);

internal sealed record OwnerReference(string? Kind, string? Name);

/// <summary>A condition as Kubernetes' convention and Argo CD write it; Argo CD has neither status nor reason.</summary>
internal sealed record ConditionEntry(
    string? Type, string? Status, string? Reason, string? Message, DateTimeOffset? LastTransitionTime, long? ObservedGeneration);

/// <summary>An object of an operator: what the reader needs to name it.</summary>
internal abstract record OperatorObject
{
    public string? Kind { get; set; }

    public OperatorObjectMeta? Metadata { get; set; }
}
