namespace GrafanaGitOps.Service.Events;

/// <summary>One look at an application, or its end, as the ledger takes it.</summary>
public sealed record ApplicationChange
{
    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>Kubernetes uid of the object that was looked at or is gone.</summary>
    public required string Uid { get; init; }

    /// <summary>What the object says; null when it was deleted.</summary>
    public OperatorObservation? Observation { get; init; }

    /// <summary>Where the application belongs; null with a deletion, which leaves it where it was.</summary>
    public EnvironmentVerdict? Environment { get; init; }

    /// <summary>
    /// When what is new in it happened. Exact when it was seen as it happened; with bounds when nobody watched. What the operator itself dates
    /// (health transitions, syncs) keeps the operator's times.
    /// </summary>
    public required Moment Moment { get; init; }
}
