using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>Which sync attempts; lists are alternatives, an empty list means all, and all conditions must hold.</summary>
public sealed record SyncEventFilter
{
    /// <summary>Whose. To leave out those of deleted applications would leave out history.</summary>
    public ApplicationFilter Applications { get; init; } = new() { IncludeDeleted = true };

    /// <summary>Which of them.</summary>
    public SyncEventScope Scope { get; init; }

    /// <summary>How far they are, or how they ended.</summary>
    public IReadOnlyList<SyncPhase> Phases { get; init; } = [];

    /// <summary>What they were for.</summary>
    public IReadOnlyList<SyncKind> Kinds { get; init; } = [];

    /// <summary>A text in the message, the initiator or the revision, without regard to case; at most 1,000 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Earliest start, inclusive; for deployments the earliest end.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest start, inclusive; for deployments the latest end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>The most rows wanted.</summary>
    public int Limit { get; init; } = 1_000;
}

/// <summary>Which sync attempts are looked at.</summary>
[Flags]
public enum SyncEventScope
{
    /// <summary>All.</summary>
    All = 0,

    /// <summary>Those that moved the deployed revision.</summary>
    Deployments = 1,

    /// <summary>Those that were to move it and failed.</summary>
    FailedDeployments = 2,
}
