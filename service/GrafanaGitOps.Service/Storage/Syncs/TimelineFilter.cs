using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Whose states, of when.</summary>
public sealed record TimelineFilter
{
    /// <summary>Which applications; deleted ones count while they were there in the time range.</summary>
    public ApplicationFilter Applications { get; init; } = new() { IncludeDeleted = true };

    /// <summary>Changes of the sync status are wanted.</summary>
    public bool Sync { get; init; } = true;

    /// <summary>Changes of health are wanted.</summary>
    public bool Health { get; init; } = true;

    /// <summary>Start of the time range; null for the beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>End of the time range.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>The most applications wanted.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>The most changes of all applications together.</summary>
    public int MostChanges { get; init; } = 5_000;
}
