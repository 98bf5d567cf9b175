namespace GrafanaGitOps.Service.Queries;

/// <summary>
/// Addresses of things in web interfaces; empty where the host is unknown and no template is configured. Each stands until the thread's next
/// one, so that it is written or copied at once.
/// </summary>
/// <param name="Commit">By repository name and object id.</param>
/// <param name="PullRequest">By repository name and number.</param>
public sealed record WebLinks(Func<string, string, ReadOnlySpan<char>> Commit, Func<string, int, ReadOnlySpan<char>> PullRequest)
{
    /// <summary>No links at all.</summary>
    public static WebLinks None { get; } = new((_, _) => [], (_, _) => []);

    /// <summary>What the second object id has that the first has not; by repository name.</summary>
    public Func<string, string, string, ReadOnlySpan<char>> Compare { get; init; } = (_, _, _) => [];

    /// <summary>An issue in the tracker that is configured for a repository; by repository name and key.</summary>
    public Func<string, string, ReadOnlySpan<char>> Issue { get; init; } = (_, _) => [];

    /// <summary>Some repository has a tracker: without one, links to issues would lead nowhere.</summary>
    public bool HasIssues { get; init; }

    /// <summary>An application in the user interface of its operator.</summary>
    public Func<ApplicationId, ReadOnlySpan<char>> ApplicationUi { get; init; } = _ => [];
}
