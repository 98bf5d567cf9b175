using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Where the commits of one source are, and which of them are deployed and wanted, before anything is looked up.</summary>
internal sealed record SourcePlace
{
    /// <summary>URL of the git repository; null when the source is none, or has not been seen.</summary>
    public string? Url { get; init; }

    /// <summary>The source is no git repository, and no commit is known that it was made from.</summary>
    public bool IsNotGit { get; init; }

    /// <summary>Branch, tag or commit that is followed; null for the default branch.</summary>
    public string? Target { get; init; }

    /// <summary>What is deployed.</summary>
    public RevisionRef? Deployed { get; init; }

    /// <summary>What the operator wants.</summary>
    public RevisionRef? Desired { get; init; }

    /// <summary>The paths to ask for, at a commit that is still to be found; null when the source gives no files.</summary>
    public PathRequest? Paths { get; init; }

    /// <summary>Paths that are given and need no reading.</summary>
    public PathAnswer? Given { get; init; }

    /// <summary>What is off; null when nothing is.</summary>
    public string? Notice { get; init; }
}
