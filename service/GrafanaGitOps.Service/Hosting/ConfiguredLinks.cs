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
            (repository, sha) => byName.GetValueOrDefault(repository)?.CommitUrl(sha),
            (repository, number) => byName.GetValueOrDefault(repository)?.PullRequestUrl(number))
        {
            Compare = (repository, from, to) => byName.GetValueOrDefault(repository)?.CompareUrl(from, to),
            Issue = (repository, key) => byName.GetValueOrDefault(repository)?.IssueUrl(key),
            HasIssues = byName.Values.Any(links => links.HasIssues),
            ApplicationUi = application => pages.GetValueOrDefault(application.Operator)?.Invoke(application),
        };
    }
}
