namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>What somebody is going to commit, before numbers and files are known.</summary>
/// <param name="At">In story time.</param>
/// <param name="Repository">Where.</param>
/// <param name="Author">First name.</param>
/// <param name="Type">Of Conventional Commits.</param>
/// <param name="Name">The application or part of the platform, which is the scope too.</param>
/// <param name="Text">The subject's own words.</param>
internal sealed record Draft(TimeSpan At, string Repository, string Author, string Type, string Name, string Text)
{
    /// <summary>The one environment whose settings it changes; null for a new version, which goes everywhere.</summary>
    public string? Environment { get; init; }

    /// <summary>Settings that it changes in that environment.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings { get; init; } = [];

    /// <summary>Null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Whether it takes back the last draft with the same words.</summary>
    public bool IsRevert { get; init; }
}
