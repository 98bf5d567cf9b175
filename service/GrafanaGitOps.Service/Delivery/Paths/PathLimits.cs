namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What is read at most to find the paths of one application.</summary>
internal static class PathLimits
{
    /// <summary>Kustomizations, charts and plugin files that are read.</summary>
    public const int Files = 1_000;

    /// <summary>How deep kustomizations may be nested in each other.</summary>
    public const int Depth = 50;

    /// <summary>Folders and files of the answer; beyond it, files count as their folders.</summary>
    public const int Paths = 2_000;

    /// <summary>Characters of a path; longer ones are left out.</summary>
    public const int PathLength = 800;

    /// <summary>Patterns of one annotation.</summary>
    public const int Globs = 100;

    /// <summary>Notices that are kept; the others are counted.</summary>
    public const int Notices = 3;

    /// <summary>Parsed files that are kept for other applications and revisions; then the set starts afresh.</summary>
    public const int KeptFiles = 20_000;
}
