namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>A file as a commit leaves it.</summary>
internal sealed record FileContent(string Path, string Content);

/// <summary>What a commit changes: an application or a part of the platform, in one environment.</summary>
internal readonly record struct Target(string Name, string Environment);

/// <summary>A commit of the story.</summary>
internal sealed record PlannedCommit
{
    /// <summary>In story time.</summary>
    public required TimeSpan At { get; init; }

    public required string Repository { get; init; }

    /// <summary>Its place in its repository, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>First name of who wrote it.</summary>
    public required string Author { get; init; }

    public required string Subject { get; init; }

    /// <summary>Null for none.</summary>
    public string? Body { get; init; }

    public required IReadOnlyList<FileContent> Files { get; init; }

    /// <summary>Number of the commit that it takes back.</summary>
    public int? Reverts { get; init; }

    /// <summary>Whose manifests it touches.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>The version that it brings; null where it brings none.</summary>
    public string? Version { get; init; }
}
