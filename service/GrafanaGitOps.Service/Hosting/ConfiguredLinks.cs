using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Hosting;

/// <summary>Gives queries the links that are configured, so that they need not know where repositories and applications come from.</summary>
public static class ConfiguredLinks
{
    /// <summary>The links of the configured repositories and operators; a repository that is not configured has none.</summary>
    public static WebLinks Of(ServiceOptions options) => Of(options, options.Git.Repositories);

    /// <summary>The same with these repositories, each name once.</summary>
    public static WebLinks Of(ServiceOptions options, IEnumerable<RepositoryOptions> repositories)
    {
        var byName = repositories.ToDictionary(repository => repository.Name, RepositoryLinks.Create, StringComparer.Ordinal);
        var pages = options.Operators.ToDictionary(one => one.Key, one => one.Value.Ui.Addresses(), StringComparer.Ordinal);
        return new WebLinks(
            (repository, sha) => Links(repository).CommitUrl(sha),
            (repository, number) => Links(repository).PullRequestUrl(number))
        {
            Compare = (repository, from, to) => Links(repository).CompareUrl(from, to),
            Issue = (repository, key) => Links(repository).IssueUrl(key),
            HasIssues = byName.Values.Any(links => links.HasIssues),
            ApplicationUi = application => pages.TryGetValue(application.Operator, out var page) ? page(application) : [],
        };

        RepositoryLinks Links(string repository) => byName.GetValueOrDefault(repository, RepositoryLinks.None);
    }
}
