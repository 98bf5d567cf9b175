using System.Diagnostics;
using System.Text;
using GrafanaGitOps.Service.Sources.Git.Objects;
using LibGit2Sharp;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>A repository that a test writes: by the library, and by git itself what is beyond it.</summary>
internal sealed class WorkRepository
{
    // Each commit is a minute after the one before, so that the order by time is the order of making.
    private static readonly DateTimeOffset FirstCommit = new(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(1));

    private readonly bool _isSha256;
    private int _commits;

    public WorkRepository(string folder, params string[] initArguments)
    {
        (Folder, _isSha256) = (folder, initArguments.Contains("--object-format=sha256"));
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

        // As git ends the message of a command line.
        message += message.Length == 0 || message.EndsWith('\n') ? "" : "\n";
        if (_isSha256)
        {
            Run("add", "--all");
            Run("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "--message", message);
            return Run("rev-parse", "HEAD").Trim();
        }

        using var repository = GitLibrary.Open(Folder);
        Commands.Stage(repository, "*");
        return Commit(repository, message);
    }

    /// <summary>Goes to a branch, and makes it here when there is none.</summary>
    public void Checkout(string branch)
    {
        using var repository = GitLibrary.Open(Folder);
        Commands.Checkout(repository, repository.Branches[branch] ?? repository.CreateBranch(branch));
    }

    /// <summary>Takes the branch in with a commit of its own; returns the object id.</summary>
    public string Merge(string branch, string message)
    {
        using var repository = GitLibrary.Open(Folder);
        var options = new MergeOptions { FastForwardStrategy = FastForwardStrategy.NoFastForward, CommitOnSuccess = false };
        repository.Merge(repository.Branches[branch], Person("Carl Committer", "carl@example.com", 0), options);
        return Commit(repository, message + "\n");
    }

    /// <summary>Sets branch and files back, as before a forced push.</summary>
    public void Reset(string revision)
    {
        if (_isSha256)
        {
            Run("reset", "--quiet", "--hard", revision);
            return;
        }

        using var repository = GitLibrary.Open(Folder);
        repository.Reset(ResetMode.Hard, revision);
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
        process.ExitCode.Should().Be(0, $"git {string.Join(' ', arguments)}: {error.Result}");
        writing.GetAwaiter().GetResult();
        return output.ToArray();
    }

    private string Commit(LibGit2Sharp.Repository repository, string message)
    {
        var minute = _commits++;
        var (author, committer) = (Person("Ada Author", "ada@example.com", minute), Person("Carl Committer", "carl@example.com", minute));
        return repository.Commit(message, author, committer, new CommitOptions { AllowEmptyCommit = true, PrettifyMessage = false }).Sha;
    }

    private static Signature Person(string name, string email, int minute) => new(name, email, FirstCommit.AddMinutes(minute));

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
