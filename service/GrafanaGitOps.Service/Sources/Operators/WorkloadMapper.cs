using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Turns a workload into what it says of an operator's component. Pure.</summary>
internal static class WorkloadMapper
{
    /// <summary>The label that tells to which operator a workload belongs; both set it in their own manifests and charts.</summary>
    public const string PartOf = "app.kubernetes.io/part-of";

    /// <summary>Null for a workload of something else.</summary>
    public static OperatorComponent? Map(WorkloadDto workload, string kind, string cluster)
    {
        var meta = workload.Metadata!;
        if (meta.Labels is not { } labels || labels.GetValueOrDefault(PartOf) is not { } part || !IsOperator(part)) return null;

        var conditions = ObjectParts.Conditions(workload.Status?.Conditions);
        var image = BoundedText.Text(workload.Spec?.Template?.Spec?.Containers is [{ } first, ..] ? first.Image : null);
        var (desired, ready) = (workload.Spec?.Replicas ?? 1, workload.Status?.ReadyReplicas ?? 0);
        return new OperatorComponent
        {
            Cluster = cluster,
            Operator = part,
            Kind = kind,
            Namespace = BoundedText.Line(meta.Namespace),
            Name = BoundedText.Line(meta.Name),
            Component = BoundedText.Text(labels.GetValueOrDefault("app.kubernetes.io/component")),
            Version = BoundedText.Text(labels.GetValueOrDefault("app.kubernetes.io/version")) ?? Tag(image),
            Image = image,
            Desired = Math.Max(0, desired),
            Ready = Math.Max(0, ready),
            Message = Message(conditions) ?? (ready < desired ? $"{ready} of {desired} replicas are ready." : null),
            Since = conditions.FirstOrDefault(condition => condition.Type == "Available")?.Since,
        };
    }

    private static bool IsOperator(string name) => name is OperatorNames.ArgoCd or OperatorNames.Flux;

    /// <summary>What is wrong, the cause before the effect.</summary>
    private static string? Message(IReadOnlyList<ApplicationCondition> conditions) =>
        conditions.FirstOrDefault(condition => condition is { Type: "ReplicaFailure", Status: "True" })?.Message
        ?? conditions.FirstOrDefault(condition => condition is { Type: "Progressing", Status: "False" })?.Message
        ?? conditions.FirstOrDefault(condition => condition is { Type: "Available", Status: not "True" })?.Message;

    /// <summary>Of <c>host:port/path:tag@digest</c> the tag.</summary>
    private static string? Tag(string? image)
    {
        if (image is null) return null;
        var name = image[(image.LastIndexOf('/') + 1)..];
        if (name.IndexOf('@') is >= 0 and var at) name = name[..at];
        return name.IndexOf(':') is > 0 and var colon && colon + 1 < name.Length ? name[(colon + 1)..] : null;
    }
}
