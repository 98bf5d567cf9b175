using System.Text.Json;
using System.Text.Json.Serialization;

namespace GrafanaGitOps.Service.Sources.Operators;

/// <summary>What we read of a Deployment or StatefulSet.</summary>
internal sealed class WorkloadDto : OperatorObject
{
    public WorkloadSpecDto? Spec { get; set; }

    public WorkloadStatusDto? Status { get; set; }
}

internal sealed class WorkloadSpecDto
{
    /// <summary>Not given means one.</summary>
    public int? Replicas { get; set; }

    public PodTemplateDto? Template { get; set; }
}

internal sealed class PodTemplateDto
{
    public PodSpecDto? Spec { get; set; }
}

internal sealed class PodSpecDto
{
    public List<ContainerDto?>? Containers { get; set; }
}

internal sealed class ContainerDto
{
    public string? Image { get; set; }
}

internal sealed class WorkloadStatusDto
{
    public int? ReadyReplicas { get; set; }

    /// <summary>Kubernetes writes none for StatefulSets.</summary>
    public List<ConditionEntry?>? Conditions { get; set; }
}

/// <summary>Reads workloads from the bytes of a list or a watch.</summary>
internal static class Workloads
{
    public static WorkloadDto ParseDeployment(ref Utf8JsonReader reader) =>
        ObjectReader.Read(ref reader, WorkloadJsonContext.Default.WorkloadDto, "Deployment");

    public static WorkloadDto ParseStatefulSet(ref Utf8JsonReader reader) =>
        ObjectReader.Read(ref reader, WorkloadJsonContext.Default.WorkloadDto, "StatefulSet");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = ObjectReader.MaxDepth)]
[JsonSerializable(typeof(WorkloadDto))]
internal sealed partial class WorkloadJsonContext : JsonSerializerContext;
