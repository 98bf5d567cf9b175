using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Demo.Story;
using GrafanaGitOps.Service.Sources.Git.Processes;

namespace GrafanaGitOps.Service.Demo;

/// <summary>A real git repository that the commits of the story are written to.</summary>
internal sealed class DemoRepository
{
    /// <summary>So that a clone without blobs can ask for the few that it needs.</summary>
    private const string Configuration = "[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly StoryClock _clock;
    private readonly List<string> _shas = [];

    private DemoRepository(string folder, StoryClock clock) => (Folder, _clock) = (folder, clock);

    /// <summary>Bare; also the URL to clone it from.</summary>
    public string Folder { get; }

    /// <summary>Commits in it.</summary>
    public int Count => _shas.Count;

    public static async Task<DemoRepository> CreateAsync(string folder, StoryClock clock, CancellationToken cancellationToken)
    {
        var repository = new DemoRepository(folder, clock);
        Directory.CreateDirectory(folder);
        await repository.RunAsync(["init", "--quiet", "--bare", "--template=", "--initial-branch=main"], "", cancellationToken);
        await File.AppendAllTextAsync(Path.Combine(folder, "config"), Configuration, cancellationToken);
        return repository;
    }

    /// <summary>The id of the commit with this number.</summary>
    public string ShaOf(int number) => _shas[number - 1];

    /// <summary>Adds commits, in their order, to the branch main.</summary>
    public async Task AppendAsync(IReadOnlyList<PlannedCommit> commits, CancellationToken cancellationToken)
    {
        // A commit that takes back another one names it, so that one must be there first.
        for (var from = 0; from < commits.Count;)
        {
            var end = from + 1;
            while (end < commits.Count && (commits[end].Reverts is not { } reverted || reverted <= Count)) end++;
            await ImportAsync(commits.Skip(from).Take(end - from), cancellationToken);
            from = end;
        }
    }

    private async Task ImportAsync(IEnumerable<PlannedCommit> commits, CancellationToken cancellationToken)
    {
        var marks = Path.Combine(Folder, "demo-marks");
        var stream = new StringBuilder();
        var mark = 0;
        foreach (var commit in commits) Write(stream, commit, ++mark);
        await RunAsync(["fast-import", "--quiet", $"--export-marks={marks}"], stream.ToString(), cancellationToken);
        // Lines of ":MARK SHA" in any order.
        var lines = await File.ReadAllLinesAsync(marks, cancellationToken);
        _shas.AddRange(lines.Select(line => line[1..].Split(' '))
            .OrderBy(parts => int.Parse(parts[0], CultureInfo.InvariantCulture)).Select(parts => parts[1]));
    }

    private void Write(StringBuilder stream, PlannedCommit commit, int mark)
    {
        var name = $"{char.ToUpperInvariant(commit.Author[0])}{commit.Author[1..]}";
        var second = _clock.At(commit.At).ToUnixTimeSeconds();
        var person = string.Create(CultureInfo.InvariantCulture, $"{name} <{commit.Author}@example.com> {second} +0000");
        var reverted = commit.Reverts is { } number ? $"This reverts commit {ShaOf(number)}." : null;
        var message = string.Join("\n\n", new[] { commit.Subject, commit.Body, reverted }.OfType<string>()) + "\n";
        stream.Append(CultureInfo.InvariantCulture, $"commit refs/heads/main\nmark :{mark}\nauthor {person}\ncommitter {person}\n");
        Data(stream, message);
        if (mark == 1 && Count > 0) stream.Append("from refs/heads/main^0\n");
        foreach (var file in commit.Files)
        {
            stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {file.Path}\n");
            Data(stream, file.Content);
        }

        stream.Append('\n');
    }

    private static void Data(StringBuilder stream, string text) =>
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(text)}\n{text}\n");

    private Task RunAsync(IReadOnlyList<string> arguments, string input, CancellationToken cancellationToken) => GitProcess.RunAsync(
        new GitCommand { Arguments = arguments, Environment = new GitSettings(Folder, Folder).Variables, Timeout = Timeout, Input = input },
        cancellationToken);
}
