using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>A part of an operator, or our own watching of one kind of its objects: both must work for what is shown to be true.</summary>
internal sealed record OperatorRow
{
    public required string Cluster { get; init; }

    /// <summary>Empty for the watching of workloads, which belong to every operator.</summary>
    public required string Operator { get; init; }

    /// <summary>Kind of workload, or <c>Watch</c>.</summary>
    public required string Kind { get; init; }

    public string? Namespace { get; init; }

    /// <summary>Name of the workload, or kind of the objects.</summary>
    public required string Name { get; init; }

    public string? Component { get; init; }

    public string? Version { get; init; }

    public required string State { get; init; }

    public required bool IsReady { get; init; }

    public OperatorComponent? Workload { get; init; }

    public WatchState? Watch { get; init; }

    public DateTimeOffset? Since { get; init; }

    public string? Message { get; init; }

    /// <summary>True where somebody must act; what is not installed or only begins is no failure.</summary>
    public bool IsFailing => Watch is null ? !IsReady : WatchView.IsFailing(Watch);

    public static OperatorRow Of(OperatorComponent workload) => new()
    {
        Cluster = workload.Cluster,
        Operator = workload.Operator,
        Kind = workload.Kind,
        Namespace = workload.Namespace,
        Name = workload.Name,
        Component = workload.Component,
        Version = workload.Version,
        // Scaled to zero is what somebody wanted, but nobody works then.
        State = workload.Desired == 0 ? "ScaledToZero" : workload.Ready >= workload.Desired ? "Ready" : "NotReady",
        IsReady = workload.Desired > 0 && workload.Ready >= workload.Desired,
        Workload = workload,
        Since = workload.Since,
        Message = workload.Message,
    };

    public static OperatorRow Of(WatchState watch) => new()
    {
        Cluster = watch.Cluster,
        Operator = SourceTable.OperatorOf(watch.Resource) ?? "",
        Kind = "Watch",
        Namespace = watch.Namespace,
        Name = watch.Resource,
        Version = watch.Version,
        State = watch.Phase.ToString(),
        IsReady = watch.Phase == WatchPhase.Watching,
        Watch = watch,
        Since = watch.Since,
        Message = WatchView.Advice(watch) is { Length: > 0 } advice ? advice.TrimEnd() : null,
    };
}
