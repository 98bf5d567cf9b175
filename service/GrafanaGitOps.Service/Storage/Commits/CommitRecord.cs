using System.Diagnostics.CodeAnalysis;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>A commit in the form of its row: checked, cut to the limits, texts clean.</summary>
internal sealed record CommitRecord
{
    public required byte[] Sha { get; init; }
    public required Person Author { get; init; }
    public required DateTimeOffset AuthorTime { get; init; }
    public required Person Committer { get; init; }
    public required DateTimeOffset CommitterTime { get; init; }
    public required byte[] Parents { get; init; }
    public required string Subject { get; init; }
    public required string Body { get; init; }
    public required string ChangeType { get; init; }
    public required string? Scope { get; init; }
    public required bool Breaking { get; init; }
    public required string? Reverts { get; init; }
    public required string? IssueKeys { get; init; }
    public required IReadOnlyList<Person> CoAuthors { get; init; }
    public required string? CoAuthorList { get; init; }
    public required string? Trailers { get; init; }
    public required int? PullRequest { get; init; }
    public required int Files { get; init; }
    public required int? Insertions { get; init; }
    public required int? Deletions { get; init; }

    /// <summary>Not yet clean, because there may be 200,000: a writer cleans each as it goes.</summary>
    public required IReadOnlyList<ChangedPath> Paths { get; init; }

    public int PathLimit => Math.Min(Paths.Count, CommitLimits.Paths);

    public static bool TryCreate(Commit commit, [NotNullWhen(true)] out CommitRecord? record, [NotNullWhen(false)] out string? reason)
    {
        (record, reason) = (null, null);
        if (!ObjectId.TryParse(commit.Sha, out var sha)) reason = "its object id is not 40 or 64 hex digits";
        else if (!TryParents(commit, sha.Length, out var parents, out var parent))
            reason = $"its parent '{StoredText.Clean(parent, 64)}' is not an object id like its own";
        else record = From(commit, sha, parents);
        return record is not null;
    }

    private static bool TryParents(Commit commit, int length, out byte[] parents, out string bad)
    {
        (parents, bad) = (commit.Parents.Count == 0 ? [] : new byte[commit.Parents.Count * length], "");
        for (var i = 0; i < commit.Parents.Count; i++)
        {
            bad = commit.Parents[i];
            if (!ObjectId.TryParse(bad, out var parent) || parent.Length != length) return false;
            parent.CopyTo(parents, i * length);
        }

        return true;
    }

    private static CommitRecord From(Commit commit, byte[] sha, byte[] parents) => new()
    {
        Sha = sha,
        Author = Clean(commit.Author.Name, commit.Author.Email),
        AuthorTime = commit.Author.Time,
        Committer = Clean(commit.Committer.Name, commit.Committer.Email),
        CommitterTime = commit.Committer.Time,
        Parents = parents,
        Subject = StoredText.Clean(commit.Subject, CommitLimits.Subject),
        Body = StoredText.Clean(commit.Body, CommitLimits.Body),
        ChangeType = StoredText.Clean(commit.ChangeType, StorageLimits.Label),
        Scope = commit.Scope is null ? null : StoredText.Clean(commit.Scope, StorageLimits.Label),
        Breaking = commit.Breaking,
        Reverts = StoredLists.Write(commit.Reverts, revert => revert),
        IssueKeys = StoredLists.Write(commit.IssueKeys, key => key),
        CoAuthors = commit.CoAuthors.Count == 0 ? [] : [.. commit.CoAuthors.Select(person => Clean(person.Name, person.Email)).Distinct()],
        CoAuthorList = StoredLists.Write(commit.CoAuthors, person => $"{person.Name} <{person.Email}>"),
        Trailers = StoredLists.WritePairs(commit.Trailers, trailer => (trailer.Key, trailer.Value)),
        PullRequest = commit.PullRequest,
        Files = Math.Max(commit.PathCount, commit.Paths.Count),
        Insertions = commit.Insertions,
        Deletions = commit.Deletions,
        Paths = commit.Paths,
    };

    private static Person Clean(string name, string email) =>
        new(StoredText.Clean(name, StorageLimits.Name), StoredText.Clean(email, StorageLimits.Name));
}
