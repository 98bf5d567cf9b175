using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Where one commit is deployed and where it waits.</summary>
/// <param name="Deployed">Each application that it reached, the earliest first; those of one time by environment and name.</param>
/// <param name="Pending">Applications for which it is merged and waits to be deployed, by environment and name.</param>
public sealed record CommitRollout(IReadOnlyList<CommitArrival> Deployed, IReadOnlyList<ApplicationStatus> Pending);

/// <summary>How one commit met the deployments of one application.</summary>
/// <param name="Application">Which application.</param>
/// <param name="Deployed">When a deployment first brought the commit; null when none did that is recorded, and one took it back.</param>
/// <param name="TakenBack">When a deployment took it back, and no later one brought it again; null when none did.</param>
public readonly record struct CommitArrival(ApplicationStatus Application, DateTimeOffset? Deployed, DateTimeOffset? TakenBack);

/// <summary>Where commits are deployed and where they wait.</summary>
/// <param name="ByCommit">By the number of the commit's row; a commit that met no application is left out.</param>
/// <param name="IsCut">There is more than is read at a time, so that any of it may be missing.</param>
public sealed record CommitRollouts(IReadOnlyDictionary<long, CommitRollout> ByCommit, bool IsCut);
