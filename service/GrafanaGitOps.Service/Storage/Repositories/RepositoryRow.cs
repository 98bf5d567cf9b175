using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Repositories;

/// <summary>A repository as queries, health and metrics read it.</summary>
/// <param name="State">What the source last said.</param>
/// <param name="Commits">Stored commits.</param>
/// <param name="Vanished">Stored commits that no branch reaches any more.</param>
/// <param name="Branches">Branches now.</param>
/// <param name="NewestCommit">Committer time of the newest commit that a branch reaches; null when there is none.</param>
public sealed record RepositoryRow(RepositoryState State, long Commits, long Vanished, long Branches, DateTimeOffset? NewestCommit);
