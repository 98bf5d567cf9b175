namespace GrafanaGitOps.Service.Storage;

/// <summary>How one commit met one application.</summary>
/// <param name="Application">Which application.</param>
/// <param name="Environment">Where it belongs; null when nothing places it.</param>
/// <param name="Deployed">When a deployment first brought the commit; null when none did that is recorded.</param>
/// <param name="TakenBack">When a deployment took it back, and no later one brought it again; null when none did.</param>
/// <param name="Pending">It is merged and waits to be deployed.</param>
public readonly record struct CommitReach(
    ApplicationId Application, string? Environment, DateTimeOffset? Deployed, DateTimeOffset? TakenBack, bool Pending);

/// <summary>Where commits are deployed and where they wait.</summary>
/// <param name="ByCommit">By the number of the commit's row; a commit that met no application is left out.</param>
/// <param name="IsCut">There is more than is read at a time, so that any of it may be missing.</param>
public sealed record CommitReaches(IReadOnlyDictionary<long, List<CommitReach>> ByCommit, bool IsCut);
