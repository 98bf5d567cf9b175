using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;

namespace GrafanaGitOps.Service.Queries.Applications;

/// <summary>A part of an operator, or our own watching of one kind of its objects: both must work for what is shown to be true.</summary>
internal sealed record OperatorRow
{
    public OperatorRow(OperatorComponent workload) => Workload = workload;

    public OperatorRow(WatchState watch) => Watch = watch;

    public OperatorComponent? Workload { get; }

    public WatchState? Watch { get; }

    public string Cluster => Workload?.Cluster ?? Watch!.Cluster;

    /// <summary>Empty for the watching of workloads, which belong to every operator.</summary>
    public string Operator => Workload?.Operator ?? SourceTable.OperatorOf(Watch!.Resource) ?? "";

    /// <summary>Kind of workload, or <c>Watch</c>.</summary>
    public string Kind => Workload?.Kind ?? "Watch";

    public string? Namespace => Workload?.Namespace ?? Watch?.Namespace;

    /// <summary>Name of the workload, or kind of the objects.</summary>
    public string Name => Workload?.Name ?? Watch!.Resource;

    public string? Version => Workload?.Version ?? Watch?.Version;

    public string State => Workload switch
    {
        null => Watch!.Phase.ToString(),
        // Scaled to zero is what somebody wanted, but nobody works then.
        { Desired: 0 } => "ScaledToZero",
        _ => IsReady ? "Ready" : "NotReady",
    };

    public bool IsReady => Workload is null ? Watch!.Phase == WatchPhase.Watching : Workload.Desired > 0 && Workload.Ready >= Workload.Desired;

    public DateTimeOffset? Since => Workload?.Since ?? Watch?.Since;

    public string? Message => Workload is not null ? Workload.Message : WatchView.Advice(Watch!) is { Length: > 0 } advice ? advice.TrimEnd() : null;

    /// <summary>True where somebody must act; what is not installed or only begins is no failure.</summary>
    public bool IsFailing => Watch is null ? !IsReady : WatchView.IsFailing(Watch);
}
