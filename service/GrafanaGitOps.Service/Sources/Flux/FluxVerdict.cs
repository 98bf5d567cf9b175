using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Operators;

namespace GrafanaGitOps.Service.Sources.Flux;

/// <summary>What Flux's conditions say in the words that both operators share.</summary>
/// <param name="Sync">See <see cref="ApplicationState.OperatorSync"/>: null leaves it to the revisions.</param>
/// <param name="Health">How the resources do.</param>
/// <param name="Decided">The condition that decided health; null where none did.</param>
/// <param name="Remark">What a reader of the health must know.</param>
internal readonly record struct FluxVerdict(SyncStatus? Sync, HealthStatus Health, ApplicationCondition? Decided = null, string? Remark = null)
{
    /// <summary>Flux's reason for waiting until another object is ready.</summary>
    public const string DependencyNotReady = "DependencyNotReady";

    /// <summary>The conditions are about an earlier spec.</summary>
    public static FluxVerdict NotLookedAt { get; } =
        new(SyncStatus.Unknown, HealthStatus.Progressing, Remark: "Flux has not looked at the current spec yet.");

    /// <summary>Whether Flux waits until a source or another object is there: nothing was tried, so nothing failed.</summary>
    public static bool IsWait(ApplicationCondition ready) => ready switch
    {
        { Status: not "False" } => false,
        { Reason: DependencyNotReady or "SourceNotReady" } => true,
        // Flux' own log calls these information.
        { Reason: "ArtifactFailed", Message: { } message } =>
            message.Contains(" not ready", StringComparison.Ordinal)
            || (message.StartsWith("Source ", StringComparison.Ordinal) && message.Contains("not found", StringComparison.Ordinal)),
        { Message: { } message } => message.EndsWith("latest generation of object has not been reconciled", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>The current spec was not yet reconciled to its end. Suspended objects are not looked at, so theirs would always be new.</summary>
    public static bool IsNewSpec(OperatorObjectMeta meta, long? observed, bool? suspended) => suspended != true && meta.Generation > (observed ?? 0);

    /// <summary>Whether Ready is about the current spec, though it may not have come to its end.</summary>
    public static bool IsLookedAt(OperatorObjectMeta meta, List<ConditionEntry?>? conditions) =>
        conditions?.Find(condition => condition?.Type == "Ready") is { } ready && (ready.ObservedGeneration ?? 0) >= meta.Generation;
}
