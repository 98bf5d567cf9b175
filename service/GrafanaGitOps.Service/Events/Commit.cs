namespace GrafanaGitOps.Service.Events;

/// <summary>One commit as git holds it, and what its message says by the conventions of the field.</summary>
public sealed record Commit
{
    /// <summary>The whole object id, 40 (SHA-1) or 64 (SHA-256) lower-case hex digits.</summary>
    public required string Sha { get; init; }

    /// <summary>Who wrote the change, and when.</summary>
    public required Signature Author { get; init; }

    /// <summary>Who put it into this history, and when; the time that queries order and filter by.</summary>
    public required Signature Committer { get; init; }

    /// <summary>Object ids of the parents, first parent first; none for a root.</summary>
    public IReadOnlyList<string> Parents { get; init; } = [];

    /// <summary>The first paragraph of the message on one line, at most <see cref="CommitLimits.Subject"/> characters.</summary>
    public required string Subject { get; init; }

    /// <summary>The rest of the message, at most <see cref="CommitLimits.Body"/> characters.</summary>
    public string Body { get; init; } = "";

    /// <summary>Key and value of each trailer (git interpret-trailers), in order.</summary>
    public IReadOnlyList<Trailer> Trailers { get; init; } = [];

    /// <summary>From <c>Co-authored-by</c>.</summary>
    public IReadOnlyList<Person> CoAuthors { get; init; } = [];

    /// <summary>The change against the first parent; every path once. A merge lists none (as <c>git log</c> shows it).</summary>
    public IReadOnlyList<ChangedPath> Paths { get; init; } = [];

    /// <summary>The number of changed paths, also when <see cref="Paths"/> was cut at <see cref="CommitLimits.Paths"/>.</summary>
    public int PathCount { get; init; }

    /// <summary>Conventional Commits type in lower case, or <c>revert</c>, <c>merge</c>, <c>other</c>.</summary>
    public required string ChangeType { get; init; }

    /// <summary>Conventional Commits scope; null when there is none.</summary>
    public string? Scope { get; init; }

    /// <summary>Marked with <c>!</c> or a <c>BREAKING CHANGE</c> footer.</summary>
    public bool Breaking { get; init; }

    /// <summary>Object ids, whole or short as written, that the message says it reverts.</summary>
    public IReadOnlyList<string> Reverts { get; init; } = [];

    /// <summary>Keys of issues that the message names, in order, each once.</summary>
    public IReadOnlyList<string> IssueKeys { get; init; } = [];

    /// <summary>Number of the pull or merge request, when the subject carries it in a form of the known hosts.</summary>
    public int? PullRequest { get; init; }

    /// <summary>Lines added; null unless asked for and the blobs are at hand.</summary>
    public int? Insertions { get; init; }

    /// <summary>Lines removed; null unless asked for and the blobs are at hand.</summary>
    public int? Deletions { get; init; }
}

/// <summary>A person and a moment, as git writes them.</summary>
/// <param name="Name">Display name.</param>
/// <param name="Email">Address.</param>
/// <param name="Time">The moment, with the zone that the person was in.</param>
public readonly record struct Signature(string Name, string Email, DateTimeOffset Time);

/// <summary>A person.</summary>
/// <remarks>A class, because the framework is compiled ahead for classes, while its collections of a struct of ours are compiled when first used.</remarks>
public sealed record Person(string Name, string Email);

/// <summary>A <c>Key: value</c> line at the end of a message.</summary>
public sealed record Trailer(string Key, string Value);

/// <summary>A path that a commit changed.</summary>
/// <param name="Status">git's letter: A added, M modified, D deleted, T type changed.</param>
/// <param name="Path">The path from the repository's root; bytes that are not UTF-8 become U+FFFD.</param>
public readonly record struct ChangedPath(char Status, string Path);

/// <summary>What one commit may hold; longer texts are cut, never refused.</summary>
public static class CommitLimits
{
    /// <summary>Characters of a subject.</summary>
    public const int Subject = 4_096;

    /// <summary>Characters of a body.</summary>
    public const int Body = 65_536;

    /// <summary>Paths kept of one commit.</summary>
    public const int Paths = 200_000;
}
