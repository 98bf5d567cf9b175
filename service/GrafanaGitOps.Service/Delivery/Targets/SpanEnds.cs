using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>Why the commits of a source cannot be counted.</summary>
/// <param name="Status">In one word.</param>
/// <param name="Text">For people; null when a notice of the source says it.</param>
internal sealed record Problem(CommitsKnown Status, string? Text);

/// <summary>A commit that was looked for.</summary>
/// <param name="Sha">Its object id; null when it was not found.</param>
/// <param name="Problem">Why not.</param>
internal readonly record struct FoundCommit(string? Sha, Problem? Problem);

/// <summary>Finds the two ends of a span in one repository.</summary>
/// <param name="history">Its commits.</param>
/// <param name="repository">Its branches.</param>
/// <param name="isPast">The end is what was wanted once, not where the target is now.</param>
internal sealed class SpanEnds(CommitHistory history, DeliveryRepository repository, bool isPast)
{
    private const string BranchPrefix = "refs/heads/";

    public DeliveryRepository Repository => repository;

    /// <summary>What is deployed.</summary>
    public FoundCommit From(SourcePlace place)
    {
        if (place.Deployed is not null) return Find(place.Deployed);
        return new FoundCommit(null, isPast
            ? new Problem(CommitsKnown.NoRevisionBefore, null)
            : new Problem(CommitsKnown.NoRevision, "Nothing is deployed yet, as far as is known."));
    }

    /// <summary>Where the target is: the newer of the branch as it was fetched and of what the operator saw.</summary>
    public FoundCommit To(SourcePlace place)
    {
        if (isPast) return Find(place.Desired);
        var target = Short(place.Target);
        if (ObjectIdOf(target) is { } pinned && history.Find(pinned) >= 0) return new FoundCommit(pinned, null);

        var desired = Find(place.Desired);
        if (!repository.Heads.TryGetValue(target ?? repository.DefaultBranch ?? "", out var head) || history.Find(head) < 0) return desired;
        var isNewer = desired.Sha is not null && desired.Sha != head && history.IsAncestor(history.Find(head), history.Find(desired.Sha));
        return new FoundCommit(isNewer ? desired.Sha : head, null);
    }

    private FoundCommit Find(RevisionRef? revision)
    {
        if (revision is null) return Missing(CommitsKnown.NoRevision, "The operator has not said what should run.");
        if ((revision.Digest ?? revision.DigestPrefix) is not { } digits)
            return Missing(CommitsKnown.NotGit, $"Revision {ForeignText.Line(revision.Text)} names no commit.");
        var commit = revision.Digest is not null ? history.Find(digits) : history.FindPrefix(digits);
        return commit >= 0 ? new FoundCommit(history.Sha(commit), null) : Missing(
            CommitsKnown.RevisionNotIndexed,
            $"Commit {digits} is not (yet) indexed in repository {repository.Name}: "
            + "it may be on a branch that is not configured, or newer than the last fetch.");
    }

    private static FoundCommit Missing(CommitsKnown status, string text) => new(null, new Problem(status, text));

    /// <summary>The branch's name; null for the default branch.</summary>
    private static string? Short(string? target) =>
        string.IsNullOrWhiteSpace(target) || target == "HEAD" ? null
        : target.StartsWith(BranchPrefix, StringComparison.Ordinal) ? target[BranchPrefix.Length..]
        : target;

    private static string? ObjectIdOf(string? target) =>
        target is { Length: 40 or 64 } && target.All(char.IsAsciiHexDigit) ? target.ToLowerInvariant() : null;
}
