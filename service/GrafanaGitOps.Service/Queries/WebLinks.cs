namespace GrafanaGitOps.Service.Queries;

/// <summary>Addresses of things in a repository's web interface; null where the host is unknown and no template is configured.</summary>
/// <param name="Commit">By repository name and object id.</param>
/// <param name="PullRequest">By repository name and number.</param>
public sealed record WebLinks(Func<string, string, string?> Commit, Func<string, int, string?> PullRequest)
{
    /// <summary>No links at all.</summary>
    public static WebLinks None { get; } = new((_, _) => null, (_, _) => null);
}
