using GrafanaGitOps.Service.Senders;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Inbox;

/// <summary>Lets what was pushed to be fetched now instead of at the next poll.</summary>
/// <param name="options">The configured repositories.</param>
/// <param name="requestFetch">Fetches the repository with this name as soon as there is room for it.</param>
public sealed class PushFetch(GitOptions options, Action<string> requestFetch)
{
    /// <summary>Asks for it, if the repository and its branch are read.</summary>
    public HookOutcome Fetch(BranchPush push)
    {
        var pushed = push.Urls.Select(RepositoryAddress.Parse).OfType<RepositoryAddress>().ToList();
        var repositories = options.Repositories.FindAll(repository =>
            RepositoryAddress.Parse(repository.Url) is { } address && pushed.Exists(one => one.Exact == address.Exact || one.Loose == address.Loose));
        if (repositories.Count == 0) return HookOutcome.Ignored($"{push.Urls[0]} is not in git.repositories.");
        var read = repositories.FindAll(repository => IsRead(repository, push));
        if (read.Count == 0) return HookOutcome.Ignored($"The branch {push.Branch} of {repositories[0].Name} is not read (branches).");
        foreach (var repository in read) requestFetch(repository.Name);
        return HookOutcome.Done($"Fetches {string.Join(", ", read.Select(repository => repository.Name))}: {push.Describe()}.");
    }

    private static bool IsRead(RepositoryOptions repository, BranchPush push) => repository.Branches.Count == 0
        ? push.DefaultBranch is null || push.DefaultBranch == push.Branch
        : repository.Branches.Exists(pattern => RemoteBranches.Matches(pattern, push.Branch));
}
