namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>A stored commit as queries show it: without its parents and the rest of its message, which may be long.</summary>
public sealed record CommitRow
{
    /// <summary>Number of the row, by which other tables name the commit.</summary>
    public required long Id { get; init; }

    /// <summary>The repository's configured name.</summary>
    public required string Repository { get; init; }

    /// <summary>The whole object id.</summary>
    public required string Sha { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string AuthorName { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string AuthorEmail { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset AuthorTime { get; init; }

    /// <summary>When it was put into this history.</summary>
    public required DateTimeOffset CommitterTime { get; init; }

    /// <summary>First paragraph of the message.</summary>
    public required string Subject { get; init; }

    /// <summary>Conventional Commits type, or <c>revert</c>, <c>merge</c>, <c>other</c>.</summary>
    public required string ChangeType { get; init; }

    /// <summary>Conventional Commits scope.</summary>
    public string? Scope { get; init; }

    /// <summary>Marked as breaking.</summary>
    public bool Breaking { get; init; }

    /// <summary>What the message says it reverts.</summary>
    public required IReadOnlyList<string> Reverts { get; init; }

    /// <summary>Keys of issues that the message names.</summary>
    public required IReadOnlyList<string> IssueKeys { get; init; }

    /// <summary>Name and address of each co-author.</summary>
    public required IReadOnlyList<string> CoAuthors { get; init; }

    /// <summary>Pull or merge request.</summary>
    public int? PullRequest { get; init; }

    /// <summary>How many paths it changed.</summary>
    public int Files { get; init; }

    /// <summary>Lines added; null when not counted.</summary>
    public int? Insertions { get; init; }

    /// <summary>Lines removed; null when not counted.</summary>
    public int? Deletions { get; init; }

    /// <summary>Names of the branches that reach it now, sorted.</summary>
    public required IReadOnlyList<string> Branches { get; init; }

    /// <summary>When we noticed that no branch reaches it any more; null while one does.</summary>
    public DateTimeOffset? Vanished { get; init; }
}
