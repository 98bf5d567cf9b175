namespace GrafanaGitOps.Service.Storage.Delivery;

/// <summary>A commit that waits to be deployed to an application.</summary>
public sealed record PendingCommitRow
{
    /// <summary>The application.</summary>
    public required ApplicationId Application { get; init; }

    /// <summary>Its environment.</summary>
    public string? Environment { get; init; }

    /// <summary>How long a commit may wait there.</summary>
    public TimeSpan Budget { get; init; }

    /// <summary>Whether the application is suspended, so that nobody expects the commit to arrive.</summary>
    public bool Suspended { get; init; }

    /// <summary>Name of the commit's repository.</summary>
    public required string Repository { get; init; }

    /// <summary>The whole object id.</summary>
    public required string Sha { get; init; }

    /// <summary>Who wrote it.</summary>
    public required string Author { get; init; }

    /// <summary>Change type.</summary>
    public required string ChangeType { get; init; }

    /// <summary>Scope.</summary>
    public string? Scope { get; init; }

    /// <summary>Marked as breaking.</summary>
    public bool Breaking { get; init; }

    /// <summary>Number of its pull request, where the subject names one.</summary>
    public int? PullRequest { get; init; }

    /// <summary>Keys of issues.</summary>
    public IReadOnlyList<string> IssueKeys { get; init; } = [];

    /// <summary>First paragraph of the message.</summary>
    public required string Subject { get; init; }

    /// <summary>When it got onto the branch.</summary>
    public DateTimeOffset Merged { get; init; }
}
