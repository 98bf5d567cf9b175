namespace GrafanaGitOps.Service.Events;

/// <summary>A workload of an operator itself, such as Argo CD's application controller.</summary>
public sealed record OperatorComponent
{
    /// <summary>The cluster that it runs on.</summary>
    public required string Cluster { get; init; }

    /// <summary>One of <see cref="OperatorNames"/>.</summary>
    public required string Operator { get; init; }

    /// <summary>Kubernetes kind: <c>Deployment</c> or <c>StatefulSet</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the workload.</summary>
    public required string Name { get; init; }

    /// <summary>The part that it plays, such as <c>application-controller</c>; null where its labels do not say.</summary>
    public string? Component { get; init; }

    /// <summary>Version of the operator by label, else the tag of the image; null where neither says.</summary>
    public string? Version { get; init; }

    /// <summary>The image of its first container.</summary>
    public string? Image { get; init; }

    /// <summary>Replicas that should run.</summary>
    public int Desired { get; init; }

    /// <summary>Replicas that are ready.</summary>
    public int Ready { get; init; }

    /// <summary>What Kubernetes says when it is not available, such as a failed rollout.</summary>
    public string? Message { get; init; }

    /// <summary>Since when it is or is not available; null where Kubernetes does not say.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was last seen so; null where it is read to be shown.</summary>
    public DateTimeOffset? ObservedAt { get; init; }
}
