using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Queries;

/// <summary>Why commits are not known, for people.</summary>
internal static class CommitsKnownText
{
    /// <summary>The word where all of them are known.</summary>
    public const string Exactly = "exactly";

    /// <summary>Null stands for what nobody has looked at.</summary>
    public static string Of(CommitsKnown? known) => known switch
    {
        CommitsKnown.Exactly => Exactly,
        CommitsKnown.NoRevisionBefore => "nothing is known of what was deployed before",
        CommitsKnown.RepositoryNotIndexed => "the repository of the source is not in git.repositories",
        CommitsKnown.RevisionNotIndexed => "the revision is not indexed yet",
        CommitsKnown.NotGit => "the revision names no commit",
        CommitsKnown.NoRevision => "no revision is desired, or none is deployed",
        CommitsKnown.AtLeast => "at least: not all files that count could be read",
        CommitsKnown.TooMany => "there are too many to look through",
        _ => "not looked at yet",
    };
}
