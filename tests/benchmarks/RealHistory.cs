using System.Diagnostics;
using System.Formats.Tar;

namespace GrafanaGitOps.Benchmarks;

/// <summary>A folder for one benchmark, with the shared real history as a bare repository in it.</summary>
internal sealed class RealHistory : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gitops-benchmark-").FullName;

    public RealHistory(string name)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "GrafanaGitOps.sln"))) root = root.Parent;
        var archive = Path.Combine(root!.FullName, "..", "shared", "fixtures", "repositories", $"{name}.git.tar");
        TarFile.ExtractToDirectory(archive, _folder, overwriteFiles: false);
        Remote = Path.Combine(_folder, $"{name}.git");
    }

    public string Remote { get; }

    public string DataDirectory => Path.Combine(_folder, "data");

    public string NewStoreFile() => Path.Combine(_folder, $"{Guid.NewGuid():N}.db");

    /// <summary>Runs git in the repository; what it printed. A commit made so has the given moment.</summary>
    public string Git(DateTimeOffset now, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = Remote, RedirectStandardOutput = true };
        foreach (var role in new[] { "AUTHOR", "COMMITTER" })
        {
            (start.Environment[$"GIT_{role}_NAME"], start.Environment[$"GIT_{role}_EMAIL"]) = ("Benchmark", "benchmark@example.com");
            start.Environment[$"GIT_{role}_DATE"] = $"{now.ToUnixTimeSeconds()} +0000";
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException($"git {arguments[0]} failed.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
