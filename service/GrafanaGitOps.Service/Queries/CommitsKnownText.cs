using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Why the commits between two revisions are not known.</summary>
internal static class CommitsKnownText
{
    /// <summary>A sentence without end; null when they are known.</summary>
    public static string? Of(CommitsKnown? known) => known switch
    {
        null => "not looked at yet",
        CommitsKnown.Exactly => null,
        CommitsKnown.NoRevisionBefore => "nothing is known of what was deployed before",
        CommitsKnown.RepositoryNotIndexed => "the source's repository is not in git.repositories",
        CommitsKnown.RevisionNotIndexed => "the repository does not hold this revision (yet)",
        CommitsKnown.NotGit => "the revision names no commit",
        CommitsKnown.NoRevision => "no revision is known",
        CommitsKnown.TooMany => "too many commits to look through",
        _ => known.ToString(),
    };
}
