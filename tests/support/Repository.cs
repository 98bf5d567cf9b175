namespace GrafanaGitOps.Testing;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>A program that scripts/build-interop.sh made; skips (fails in CI) when it is not there.</summary>
    public static string InteropProgram(string name) =>
        Prerequisite.File(Path.Combine(Root, "artifacts", "interop", name), "run scripts/build-interop.sh");

    /// <summary>A file or folder of ../shared/fixtures, given to developers beside the checkout; skips (fails in CI) when it is not there.</summary>
    public static string SharedFixture(string path) =>
        Prerequisite.File(Path.Combine(Root, "..", "shared", "fixtures", path), "put the shared fixtures beside the checkout");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "GrafanaGitOps.sln"))) return folder.FullName;
        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside a checkout of GrafanaGitOps.sln.");
    }
}
