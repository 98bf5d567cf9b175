using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Watches the configured repositories and records their commits in the store.</summary>
public sealed class GitSource
{
    public GitSource(GitOptions options, string dataDirectory, Store store, TimeProvider time, ILoggerFactory loggerFactory) => throw new NotImplementedException();

    /// <summary>Reads every repository on its interval until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>One pass over one repository. What is wrong with the repository stands in the state's error; it is not thrown.</summary>
    public Task<RepositoryState> CollectAsync(RepositoryOptions repository, CancellationToken cancellationToken) => throw new NotImplementedException();
}
