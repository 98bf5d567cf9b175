namespace GrafanaGitOps.Service.Storage.Syncs;

/// <summary>A deployment, or a failed attempt at one, with the commits that it brought.</summary>
/// <param name="Event">The sync attempt.</param>
/// <param name="Commits">What is stored of the commits; null when nothing is, or when there are too many to look at.</param>
public sealed record DeploymentRow(SyncEvent Event, DeploymentCommits? Commits);

/// <summary>The commits of one deployment, taken together.</summary>
public sealed record DeploymentCommits
{
    /// <summary>How many it took back, because its revision does not contain them and the one before did.</summary>
    public int Removed { get; init; }

    /// <summary>Committer time of the oldest commit that it brought; null when it brought none.</summary>
    public DateTimeOffset? Oldest { get; init; }

    /// <summary>One of them is marked as breaking.</summary>
    public bool Breaking { get; init; }

    /// <summary>Names, those of most commits first.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Change types, those of most commits first.</summary>
    public IReadOnlyList<string> ChangeTypes { get; init; } = [];

    /// <summary>Keys of issues with the names of the repositories whose commits name them, sorted by key.</summary>
    public IReadOnlyList<(string Repository, string Key)> Issues { get; init; } = [];

    /// <summary>Pull requests with the names of their repositories, highest number first.</summary>
    public IReadOnlyList<(string Repository, int Number)> PullRequests { get; init; } = [];

    /// <summary>The newest few; those that were taken back when there are no others.</summary>
    public IReadOnlyList<DeployedCommit> Newest { get; init; } = [];
}

/// <summary>A commit as a deployment shows it.</summary>
public sealed record DeployedCommit(string Repository, string Sha, string Author, DateTimeOffset Time, string ChangeType, string Subject);
