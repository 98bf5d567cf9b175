using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>How the states of one application changed.</summary>
public sealed record ApplicationTimeline
{
    /// <summary>Which application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>Where it belongs; null when nothing places it.</summary>
    public string? Environment { get; init; }

    /// <summary>Changes of <see cref="SyncStatus"/>, oldest first: the one before the time range, those in it, and the next.</summary>
    public required IReadOnlyList<StateChange> Sync { get; init; }

    /// <summary>The same of <see cref="HealthStatus"/>.</summary>
    public required IReadOnlyList<StateChange> Health { get; init; }
}

/// <summary>A state that holds from a moment on.</summary>
/// <param name="Moment">When the state before ended and this one began.</param>
/// <param name="State">Number of the state; <see cref="Gone"/> when the object was deleted.</param>
public readonly record struct StateChange(Moment Moment, int State)
{
    /// <summary>The object is not in the cluster.</summary>
    public const int Gone = -1;
}

/// <summary>The timelines of some applications.</summary>
/// <param name="Applications">The worst first.</param>
/// <param name="LeftOut">How many applications match beyond these.</param>
/// <param name="TooManyChanges">Whether some were left out because all together changed too often, not because of the limit.</param>
public sealed record TimelinePage(IReadOnlyList<ApplicationTimeline> Applications, long LeftOut, bool TooManyChanges);
