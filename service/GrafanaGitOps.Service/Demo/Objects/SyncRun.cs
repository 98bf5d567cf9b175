using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>A revision of a repository: the commit's place in the story, and its id in git.</summary>
internal sealed record Revision(int Number, string Sha);

/// <summary>One sync of an application, running or over.</summary>
/// <param name="Revision">What it deploys.</param>
/// <param name="Started">When it began.</param>
/// <param name="Cause">Why.</param>
/// <param name="User">Who wanted it; null for Argo CD itself.</param>
internal sealed record SyncRun(Revision Revision, DateTimeOffset Started, SyncCause Cause, string? User)
{
    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Null unless it failed.</summary>
    public SyncFailure? Failure { get; init; }

    public string Phase => Ended is null ? "Running" : Failure is null ? "Succeeded" : "Failed";
}
