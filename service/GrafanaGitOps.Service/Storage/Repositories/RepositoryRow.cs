using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>A repository as queries, health and metrics read it.</summary>
public sealed record RepositoryRow
{
    /// <summary>What the source last said.</summary>
    public required RepositoryState State { get; init; }

    /// <summary>Stored commits.</summary>
    public long Commits { get; init; }

    /// <summary>Stored commits that no branch reaches any more.</summary>
    public long Vanished { get; init; }

    /// <summary>Branches now.</summary>
    public long Branches { get; init; }

    /// <summary>Committer time of the newest commit that a branch reaches; null when there is none.</summary>
    public DateTimeOffset? NewestCommit { get; init; }
}
