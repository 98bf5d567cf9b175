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
    private const string TagPrefix = "refs/tags/";

    public DeliveryRepository Repository => repository;

    /// <summary>What is deployed.</summary>
    public FoundCommit From(SourcePlace place)
    {
        if (place.Deployed is not null) return Find(place.Deployed);
        return new FoundCommit(null, isPast
            ? new Problem(CommitsKnown.NoRevisionBefore, null)
            : new Problem(CommitsKnown.NoRevision, "Nothing is deployed yet, as far as is known."));
    }

    /// <summary>Where the target is: the newer of the branch or tag as it was fetched and of what the operator saw.</summary>
    public FoundCommit To(SourcePlace place)
    {
        var desired = Find(place.Desired);
        if (isPast) return desired;
        var target = place.Target?.Trim();
        if (IsObjectId(target)) return FindWhole(target!.ToLowerInvariant()) is { Sha: not null } pinned ? pinned : desired;
        if (Named(target) is { } named && history.Find(named) is >= 0 and var head)
        {
            var isNewer = desired.Sha is not null && desired.Sha != named && history.IsAncestor(head, history.Find(desired.Sha));
            return isNewer ? desired : new FoundCommit(named, null);
        }

        // A range of versions, and all other names, mean what the operator made of them.
        return desired.Sha is null && RevisionRef.Parse(target) is { DigestPrefix: { } digits, Version: null } ? FindBeginning(digits) : desired;
    }

    /// <summary>The commit of a branch or tag; a branch goes before a tag of the same name. Null when the target is none that is known.</summary>
    private string? Named(string? target)
    {
        if (string.IsNullOrEmpty(target) || target == "HEAD") return repository.Heads.GetValueOrDefault(repository.DefaultBranch ?? "");
        if (target.StartsWith(BranchPrefix, StringComparison.Ordinal)) return repository.Heads.GetValueOrDefault(target[BranchPrefix.Length..]);
        if (target.StartsWith(TagPrefix, StringComparison.Ordinal)) return repository.Tags.Find(target[TagPrefix.Length..]);
        return repository.Heads.GetValueOrDefault(target) ?? repository.Tags.Find(target);
    }

    private FoundCommit Find(RevisionRef? revision) => revision switch
    {
        null => Missing(CommitsKnown.NoRevision, "The operator has not said what should run."),
        { Digest: { } digest } when !history.MayHave(digest) =>
            Missing(CommitsKnown.NotGit, $"Revision {ForeignText.Line(revision.Text)} is an artifact's digest and names no commit of repository {repository.Name}."),
        { Digest: { } digest } => FindWhole(digest),
        { DigestPrefix: { } digits } => FindBeginning(digits),
        { Version: null } when Named(revision.Text) is not null => Missing(
            CommitsKnown.NotGit, $"Revision {ForeignText.Line(revision.Text)} is a name, and nobody wrote down which commit it stood for then."),
        _ => Missing(CommitsKnown.NotGit, $"Revision {ForeignText.Line(revision.Text)} names no commit."),
    };

    /// <summary>A commit, or the one behind a tag that has an object of its own.</summary>
    private FoundCommit FindWhole(string id)
    {
        if (history.Find(id) >= 0) return new FoundCommit(id, null);
        if (repository.Tags.Peel(id) is not { } commit) return NotIndexed(id);
        return history.Find(commit) >= 0 ? new FoundCommit(commit, null) : NotIndexed(commit);
    }

    private FoundCommit FindBeginning(string digits)
    {
        var (commit, count) = history.FindPrefix(digits);
        if (count == 1) return new FoundCommit(history.Sha(commit), null);
        if (count == 0) return repository.Tags.PeelPrefix(digits) is [var peeled] ? FindWhole(peeled) : NotIndexed(digits);
        return Missing(
            CommitsKnown.NotGit, $"{digits} is the beginning of {count} commits of repository {repository.Name}: give more digits.");
    }

    private FoundCommit NotIndexed(string digits) => Missing(
        CommitsKnown.RevisionNotIndexed,
        $"Commit {digits} is not (yet) indexed in repository {repository.Name}: "
        + "it may be on a branch that is not configured, or newer than the last fetch.");

    private static FoundCommit Missing(CommitsKnown status, string text) => new(null, new Problem(status, text));

    private static bool IsObjectId(string? target) => target is { Length: 40 or 64 } && target.All(char.IsAsciiHexDigit);
}
