using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>Which commits; lists are alternatives, an empty list means all, and all conditions must hold.</summary>
public sealed record CommitFilter
{
    /// <summary>Names of repositories.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Names of branches that reach the commit.</summary>
    public IReadOnlyList<string> Branches { get; init; } = [];

    /// <summary>Names or addresses of authors (co-authors too), whole, without regard to case.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Change types.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Scopes.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>Folders or files: a commit matches when it changed the path itself or something below it.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Applications whose paths the commit changed; null does not ask for any.</summary>
    public IReadOnlyList<ApplicationStatus>? Applications { get; init; }

    /// <summary>A text in subject or body, or the start of the object id (four hex digits or more), without regard to case; at most 1,000 characters.</summary>
    public string? Search { get; init; }

    /// <summary>Earliest committer time, inclusive.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest committer time, inclusive.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Also commits that no branch reaches any more.</summary>
    public bool IncludeVanished { get; init; } = true;

    /// <summary>The most rows wanted.</summary>
    public int Limit { get; init; } = 1_000;
}
