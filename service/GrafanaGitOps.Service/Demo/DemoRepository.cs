using System.Text;
using GrafanaGitOps.Service.Demo.Story;
using GrafanaGitOps.Service.Sources.Git.Objects;
using LibGit2Sharp;

namespace GrafanaGitOps.Service.Demo;

/// <summary>A real git repository that the commits of the story are written to.</summary>
internal sealed class DemoRepository : IDisposable
{
    private readonly StoryClock _clock;
    private readonly Repository _repository;
    private readonly List<Commit> _commits = [];

    /// <param name="folder">Where it is made, bare.</param>
    /// <param name="clock">When the commits are.</param>
    public DemoRepository(string folder, StoryClock clock)
    {
        (Folder, _clock, _repository) = (folder, clock, GitLibrary.Create(folder, "main"));
        // So that a clone without blobs can ask for the few that it needs.
        _repository.Config.Set("uploadpack.allowFilter", true);
        _repository.Config.Set("uploadpack.allowAnySHA1InWant", true);
    }

    /// <summary>Also the URL to clone it from.</summary>
    public string Folder { get; }

    /// <summary>Commits in it.</summary>
    public int Count => _commits.Count;

    /// <summary>The id of the commit with this number.</summary>
    public string ShaOf(int number) => _commits[number - 1].Sha;

    /// <summary>Adds a commit to the branch main.</summary>
    public void Append(PlannedCommit commit)
    {
        var objects = _repository.ObjectDatabase;
        var files = Count == 0 ? new TreeDefinition() : TreeDefinition.From(_commits[^1]);
        foreach (var file in commit.Files)
        {
            using var content = new MemoryStream(Encoding.UTF8.GetBytes(file.Content));
            files.Add(file.Path, objects.CreateBlob(content), Mode.NonExecutableFile);
        }

        var name = $"{char.ToUpperInvariant(commit.Author[0])}{commit.Author[1..]}";
        var person = new Signature(name, $"{commit.Author}@example.com", _clock.At(commit.At));
        var reverted = commit.Reverts is { } number ? $"This reverts commit {ShaOf(number)}." : null;
        var message = string.Join("\n\n", new[] { commit.Subject, commit.Body, reverted }.OfType<string>()) + "\n";
        _commits.Add(objects.CreateCommit(person, person, message, objects.CreateTree(files), _commits.TakeLast(1), prettifyMessage: false));
        _repository.Refs.Add("refs/heads/main", _commits[^1].Id, allowOverwrite: true);
    }

    public void Dispose() => _repository.Dispose();
}
