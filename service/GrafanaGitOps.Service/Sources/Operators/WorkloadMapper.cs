using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using k8s.Models;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>Turns a workload into what it says of an operator's component. Pure.</summary>
internal static class WorkloadMapper
{
    /// <summary>The label that tells to which operator a workload belongs; operators set it in their own manifests and charts.</summary>
    public const string PartOf = "app.kubernetes.io/part-of";

    /// <summary>Null for a workload of something else than these operators.</summary>
    public static OperatorComponent? Map(V1Deployment workload, string cluster, IReadOnlyList<string> operators) => Map(
        workload.Metadata, V1Deployment.KubeKind, workload.Spec?.Template, workload.Spec?.Replicas, workload.Status?.ReadyReplicas,
        ObjectParts.Conditions([.. workload.Status?.Conditions?.Select(Condition) ?? []]), cluster, operators);

    /// <inheritdoc cref="Map(V1Deployment, string, IReadOnlyList{string})"/>
    public static OperatorComponent? Map(V1StatefulSet workload, string cluster, IReadOnlyList<string> operators) => Map(
        workload.Metadata, V1StatefulSet.KubeKind, workload.Spec?.Template, workload.Spec?.Replicas, workload.Status?.ReadyReplicas,
        conditions: [], cluster, operators); // Kubernetes writes no conditions of these.

    private static OperatorComponent? Map(
        V1ObjectMeta? meta, string kind, V1PodTemplateSpec? template, int? replicas, int? readyReplicas,
        IReadOnlyList<ApplicationCondition> conditions, string cluster, IReadOnlyList<string> operators)
    {
        if (meta?.Labels is not { } labels || Label(labels, PartOf) is not { } part || !operators.Contains(part)) return null;

        var image = BoundedText.Text(template?.Spec?.Containers is [{ } first, ..] ? first.Image : null);
        var (desired, ready) = (replicas ?? 1, readyReplicas ?? 0);
        return new OperatorComponent
        {
            Cluster = cluster,
            Operator = part,
            Kind = kind,
            Namespace = ForeignText.Line(meta.NamespaceProperty),
            Name = ForeignText.Line(meta.Name),
            Component = BoundedText.Text(Label(labels, "app.kubernetes.io/component")),
            Version = BoundedText.Text(Label(labels, "app.kubernetes.io/version")) ?? Tag(image),
            Image = image,
            Desired = Math.Max(0, desired),
            Ready = Math.Max(0, ready),
            Message = Message(conditions) ?? (ready < desired ? $"{ready} of {desired} replicas are ready." : null),
            Since = conditions.FirstOrDefault(condition => condition.Type == "Available")?.Since,
        };
    }

    private static string? Label(IDictionary<string, string> labels, string name) => labels.TryGetValue(name, out var value) ? value : null;

    private static ConditionEntry? Condition(V1DeploymentCondition? said) => said is null ? null : new ConditionEntry(
        said.Type, said.Status, said.Reason, said.Message, said.LastTransitionTime, null);

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
