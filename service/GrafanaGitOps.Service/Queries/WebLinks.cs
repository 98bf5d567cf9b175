namespace GrafanaGitOps.Service.Queries;

/// <summary>Addresses of things in web interfaces; null where the host is unknown and no template is configured.</summary>
/// <param name="Commit">By repository name and object id.</param>
/// <param name="PullRequest">By repository name and number.</param>
public sealed record WebLinks(Func<string, string, string?> Commit, Func<string, int, string?> PullRequest)
{
    /// <summary>No links at all.</summary>
    public static WebLinks None { get; } = new((_, _) => null, (_, _) => null);

    /// <summary>What the second object id has that the first has not; by repository name.</summary>
    public Func<string, string, string, string?> Compare { get; init; } = (_, _, _) => null;

    /// <summary>An issue in the tracker that is configured for a repository; by repository name and key.</summary>
    public Func<string, string, string?> Issue { get; init; } = (_, _) => null;

    /// <summary>Some repository has a tracker: without one, links to issues would lead nowhere.</summary>
    public bool HasIssues { get; init; }

    /// <summary>An application in the user interface of its operator.</summary>
    public Func<ApplicationId, string?> ApplicationUi { get; init; } = _ => null;
}
