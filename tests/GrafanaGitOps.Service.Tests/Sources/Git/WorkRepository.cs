using System.Diagnostics;
using System.Text;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>A repository that a test writes, by git itself.</summary>
internal sealed class WorkRepository
{
    // Each commit is a minute after the one before, so that the order by time is the order of making.
    private static readonly DateTimeOffset FirstCommit = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private int _commits;

    public WorkRepository(string folder, params string[] initArguments)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        Run(["init", "--quiet", "--initial-branch=main", .. initArguments]);
        Run("config", "uploadpack.allowFilter", "true");
    }

    public string Folder { get; }

    /// <summary>Writes the files and commits them; returns the object id.</summary>
    public string Commit(string message, params ReadOnlySpan<(string Path, string Content)> files)
    {
        foreach (var (path, content) in files)
        {
            var file = Path.Combine(Folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }

        Run("add", "--all");
        Run("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--message", message);
        return Run("rev-parse", "HEAD").Trim();
    }

    public string Run(params IReadOnlyList<string> arguments) => Encoding.UTF8.GetString(RunIn(Folder, [], arguments, NextEnvironment()));

    /// <summary>Writes objects in the form of <c>git fast-import</c>, which takes what no command line could.</summary>
    public void Import(byte[] stream) => RunIn(Folder, stream, ["fast-import", "--quiet", "--force", "--date-format=raw-permissive"], NextEnvironment());

    public static byte[] RunIn(string folder, byte[] input, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(Prerequisite.Program("git"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var writing = Task.Run(() =>
        {
            process.StandardInput.BaseStream.Write(input);
            process.StandardInput.Close();
        });
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {error.Result}");
        writing.GetAwaiter().GetResult();
        return output.ToArray();
    }

    private Dictionary<string, string> NextEnvironment()
    {
        var time = FirstCommit.AddMinutes(_commits++).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture);
        return new Dictionary<string, string>
        {
            ["GIT_AUTHOR_NAME"] = "Ada Author",
            ["GIT_AUTHOR_EMAIL"] = "ada@example.com",
            ["GIT_AUTHOR_DATE"] = time,
            ["GIT_COMMITTER_NAME"] = "Carl Committer",
            ["GIT_COMMITTER_EMAIL"] = "carl@example.com",
            ["GIT_COMMITTER_DATE"] = time,
        };
    }
}
