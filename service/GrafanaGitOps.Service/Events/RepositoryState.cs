namespace GrafanaGitOps.Service.Events;

/// <summary>What we know of a repository and of our own look at it.</summary>
public sealed record RepositoryState
{
    /// <summary>The configured name.</summary>
    public required string Name { get; init; }

    /// <summary>The URL without credentials.</summary>
    public required string Url { get; init; }

    /// <summary>The web address of the repository, for links; null when the host is unknown and none is configured.</summary>
    public string? WebUrl { get; init; }

    /// <summary>The branch that the remote's HEAD names; null before the first fetch.</summary>
    public string? DefaultBranch { get; init; }

    /// <summary>When the last fetch that succeeded ended.</summary>
    public DateTimeOffset? LastFetch { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? LastFetchDuration { get; init; }

    /// <summary>When the last fetch was tried.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Why the last try failed, without secrets; null when it succeeded.</summary>
    public string? Error { get; init; }

    /// <summary>Things that are off but do not stop us, such as a branch limit that was reached.</summary>
    public string? Notice { get; init; }

    /// <summary>Bytes of the local clone.</summary>
    public long Size { get; init; }
}

/// <summary>A branch and the commit that it names.</summary>
public sealed record BranchHead(string Name, string Sha);

/// <summary>One move of a branch, with the commits that it gained and lost.</summary>
public sealed record BranchMove
{
    /// <summary>The branch's name without <c>refs/heads/</c>.</summary>
    public required string Branch { get; init; }

    /// <summary>Where it was; null when it is new.</summary>
    public string? OldHead { get; init; }

    /// <summary>Where it is; null when it was deleted.</summary>
    public string? NewHead { get; init; }

    /// <summary>True when the new head does not descend from the old one (a forced push).</summary>
    public bool Forced { get; init; }

    /// <summary>When we noticed.</summary>
    public required DateTimeOffset Observed { get; init; }

    /// <summary>Object ids that the branch reaches now and did not before.</summary>
    public IReadOnlyCollection<string> Gained { get; init; } = [];

    /// <summary>Object ids that the branch reached before and does not now.</summary>
    public IReadOnlyCollection<string> Lost { get; init; } = [];
}
