namespace GrafanaGitOps.Service.Delivery;

/// <summary>What Delivery looks at and keeps at most.</summary>
internal static class DeliveryLimits
{
    /// <summary>Commits of one application between two revisions; of more it is only said that there are too many.</summary>
    public const int Commits = 10_000;

    /// <summary>Applications that are compared with what is recorded, and moved on with their branches, at a time.</summary>
    public const int Batch = 20_000;

    /// <summary>Applications whose answers are made anew, and written, at a time.</summary>
    public const int Applications = 1_000;

    /// <summary>Deployments whose commits are looked for at a time.</summary>
    public const int Deployments = 2_000;

    /// <summary>Deployments that wait for a commit and are looked at when a repository was fetched; older ones wait on.</summary>
    public const int WaitingDeployments = 10_000;

    /// <summary>Commits whose paths are read one by one; of more, the paths are looked up by path or read all.</summary>
    public const int CommitsByRow = 4_000;

    /// <summary>Folders and files that are looked up by path; for more, all paths of the repository are read.</summary>
    public const int PathsByText = 500;

    /// <summary>Characters of a notice.</summary>
    public const int Notice = 2_000;

    /// <summary>How long after a change the next look begins, so that changes which come together are looked at together.</summary>
    public static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    /// <summary>How soon a database that did not answer is asked again at first.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    /// <summary>How soon what failed is tried again at first; doubled with each failure in a row.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);

    /// <summary>The longest pause after failures.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(30);

    /// <summary>How long the history of a repository stays in memory after it was of use.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);
}
