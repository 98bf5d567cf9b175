namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>What became of a batch of commits.</summary>
/// <param name="Stored">Commits that are new.</param>
/// <param name="Known">Commits that were there already, and stay as they are.</param>
/// <param name="Rejected">Commits that cannot be stored; all others of the batch are.</param>
public sealed record AppendResult(int Stored, int Known, IReadOnlyList<RejectedCommit> Rejected);

/// <summary>A commit that cannot be stored.</summary>
/// <param name="Sha">Its object id as delivered.</param>
/// <param name="Reason">What is wrong with it.</param>
public readonly record struct RejectedCommit(string Sha, string Reason);
