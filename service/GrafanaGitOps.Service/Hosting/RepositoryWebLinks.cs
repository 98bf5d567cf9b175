using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Hosting;

/// <summary>Gives queries the links of configured repositories, so that they need not know where repositories come from.</summary>
public static class RepositoryWebLinks
{
    /// <summary>By repository name; a repository that is not among them has no links.</summary>
    public static WebLinks Of(IEnumerable<RepositoryOptions> repositories)
    {
        var byName = repositories.ToDictionary(repository => repository.Name, RepositoryLinks.Create, StringComparer.Ordinal);
        return new WebLinks(
            (repository, sha) => byName.GetValueOrDefault(repository)?.CommitUrl(sha),
            (repository, number) => byName.GetValueOrDefault(repository)?.PullRequestUrl(number));
    }
}
