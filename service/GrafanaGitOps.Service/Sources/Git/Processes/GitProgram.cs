namespace GrafanaGitOps.Service.Sources.Git.Processes;

/// <summary>Where the programs are that every git process is started with.</summary>
internal static class GitProgram
{
    private static readonly Lazy<string?> GitPath = new(() => Find("git"));

    /// <summary>git's absolute path.</summary>
    public static string Git => GitPath.Value ?? throw new GitException("The git program is not on the PATH: install git 2.32 or newer.");

    /// <summary>
    /// The path of <c>timeout</c>, which makes the process group that git and its children end with, and ends them
    /// also when this program is gone; null where there is none, and then the tree of processes is ended one by one.
    /// </summary>
    public static string? Timeout { get; } = OperatingSystem.IsWindows() ? null : Find("timeout");

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
