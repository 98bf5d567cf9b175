using System.Text;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.Delivery.Paths;

/// <summary>Paths of whole repositories. Each case is a folder: the repository, what is asked for, and the golden answer.</summary>
public sealed class PathReaderTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests/GrafanaGitOps.Service.Tests/Delivery/Paths/Cases");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static IEnumerable<TheoryDataRow<string>> Names =>
        Directory.GetDirectories(Cases).Order(StringComparer.Ordinal).Select(folder => new TheoryDataRow<string>(Path.GetFileName(folder)));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Paths_of_a_repository_are_those_of_the_golden_file(string name)
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        Copy(Path.Combine(Cases, name, "repository"), repository.Folder);
        var commit = repository.Commit("all");
        var options = new RepositoryOptions { Url = repository.Folder };
        await bench.CollectAsync(options);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Cases, name, "requests.txt"), Cancellation);

        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        var answers = await new PathReader(files).ReadAsync([.. lines.Select(line => Request(line, commit))], Cancellation);

        var text = new StringBuilder();
        foreach (var (line, answer) in lines.Zip(answers)) Describe(text, line, answer);
        Golden.Matches($"GrafanaGitOps.Service.Tests/Delivery/Paths/Cases/{name}/paths.golden.txt", text.ToString());
    }

    [Fact]
    public async Task Links_lead_to_what_they_name_and_submodules_are_said()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit(
            "files", ("app/kustomization.yaml", "resources: [link.yaml, folder, module, away, circle]"), ("shared/a.yaml", "a"),
            ("base/kustomization.yaml", "resources: [b.yaml]"), ("base/b.yaml", "b"));
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "app/link.yaml"), "../shared/a.yaml");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "app/folder"), "../base");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "app/away"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(repository.Folder, "app/circle"), "circle");
        repository.Commit("links");
        repository.Run("update-index", "--add", "--cacheinfo", $"160000,{Commits40('a')},app/module");
        repository.Run("commit", "--quiet", "--message", "module");
        var commit = repository.Run("rev-parse", "HEAD").Trim();

        var answer = (await ReadAsync(bench, repository, new PathRequest { Commit = commit, Folder = "app" })).Should().ContainSingle().Which;

        answer.Paths.Paths.Should().Equal(
            [
                "app/away", "app/circle", "app/folder", "app/kustomization.yaml", "app/link.yaml", "app/module",
                "base/b.yaml", "base/kustomization.yaml", "shared/a.yaml",
            ]);
        answer.Notice.Should().Be(
            "\"app/module\" is a submodule, whose own commits are not seen. "
            + "\"app/away\" refers to \"/etc/passwd\", which leads out of the repository.");
    }

    [Fact]
    public async Task Commit_that_is_not_in_the_clone_gives_the_folder_itself_and_says_so()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        repository.Commit("one", ("app/kustomization.yaml", "resources: [../base]"));

        var request = new PathRequest { Commit = Commits40('b'), Folder = "app", Files = ["values.yaml"] };
        var answer = (await ReadAsync(bench, repository, request)).Should().ContainSingle().Which;

        answer.Paths.Paths.Should().Equal("app", "values.yaml");
        answer.Known.Should().Be(GrafanaGitOps.Service.Events.PathsKnown.FromSpec);
        answer.Notice.Should().Be($"Commit {Commits40('b')} is not in the local clone, so kustomizations are not followed.");
    }

    [Fact]
    public async Task Remote_that_does_not_answer_gives_the_folder_itself_and_says_so()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var commit = repository.Commit("one", ("app/kustomization.yaml", "resources: [../base]"), ("base/a.yaml", "a"));
        await bench.CollectAsync(new RepositoryOptions { Url = repository.Folder });
        Directory.Move(repository.Folder, repository.Folder + "-away");

        using var files = new CommitFiles(bench.DataDirectory, new RepositoryOptions { Url = repository.Folder }, new GitTimeouts());
        var request = new PathRequest { Commit = commit, Folder = "app" };
        var answer = (await new PathReader(files).ReadAsync([request], Cancellation)).Should().ContainSingle().Which;

        answer.Paths.Paths.Should().Equal("app");
        answer.Known.Should().Be(GrafanaGitOps.Service.Events.PathsKnown.FromSpec);
        answer.Notice.Should().StartWith("git fetch failed: ");
    }

    [Fact]
    public async Task Answer_depends_on_the_commit()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("one", ("app/kustomization.yaml", "resources: [../base]"), ("base/a.yaml", "a"));
        var second = repository.Commit("two", ("app/kustomization.yaml", "resources: [../other]"), ("other/b.yaml", "b"));

        var answers = await ReadAsync(
            bench, repository, new PathRequest { Commit = first, Folder = "app" }, new PathRequest { Commit = second, Folder = "app" });

        answers.Select(answer => answer.Paths.Paths).Should().BeEquivalentTo(
            (IReadOnlyList<string>[])[["app/kustomization.yaml", "base"], ["app/kustomization.yaml", "other"]], options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Hostile_kustomizations_never_lead_out_of_the_repository()
    {
        await using var bench = await Workbench.CreateAsync();
        var repository = bench.NewRepository();
        var random = new Random(20261121);
        string[] parts = ["..", "..", "..", ".", "a", "b", "c", "", "kustomization.yaml", "etc"];
        var folders = new List<string>();
        var written = new List<(string, string)>();
        foreach (var folder in new[] { "a", "b", "c", "a/b", "a/b/c", "b/c", "c/a" })
        {
            folders.Add(folder);
            var references = Enumerable.Range(0, 40).Select(_ => string.Join('/', random.GetItems(parts, random.Next(1, 7))));
            var text = string.Concat(references.Select(reference => $"- '{reference}'\n"));
            written.Add(($"{folder}/kustomization.yaml", $"resources:\n{text}"));
        }

        var commit = repository.Commit("hostile", [.. written]);
        var requests = folders.Select(folder => new PathRequest { Commit = commit, Folder = folder, IsFlux = random.Next(2) == 0 });
        var answers = await ReadAsync(bench, repository, [.. requests]);

        answers.SelectMany(answer => answer.Paths.Paths).Should().AllSatisfy(path => path.Should().Be(RepositoryPath.FromRoot(path)));
    }

    private static async Task<IReadOnlyList<PathAnswer>> ReadAsync(
        Workbench bench, WorkRepository repository, params PathRequest[] requests)
    {
        var options = new RepositoryOptions { Url = repository.Folder };
        (await bench.CollectAsync(options)).Error.Should().BeNull();
        using var files = new CommitFiles(bench.DataDirectory, options, new GitTimeouts());
        return await new PathReader(files).ReadAsync(requests, Cancellation);
    }

    private static string Commits40(char digit) => new(digit, 40);

    /// <summary>A line such as <c>flux clusters/production files=a.yaml,b.yaml</c>.</summary>
    private static PathRequest Request(string line, string commit)
    {
        var parts = line.Split(' ');
        var files = parts.FirstOrDefault(part => part.StartsWith("files=", StringComparison.Ordinal))?["files=".Length..].Split(',') ?? [];
        return new PathRequest
        {
            Commit = commit,
            Folder = parts[0] == "files" ? null : RepositoryPath.FromRoot(parts[1]),
            IsFlux = parts[0] == "flux",
            IsChart = parts[0] == "chart",
            Files = files,
        };
    }

    private static void Describe(StringBuilder text, string line, PathAnswer answer)
    {
        text.Append(line).Append(": ").Append(answer.Known).Append('\n');
        foreach (var path in answer.Paths.Paths)
            text.Append("  ").Append(path.Length == 0 ? "(all)" : path).Append(answer.Read.Contains(path) ? " (read)\n" : "\n");
        foreach (var glob in answer.Paths.Globs) text.Append($"  {glob.Text}\n");
        foreach (var path in answer.Read.Except(answer.Paths.Paths).Order(StringComparer.Ordinal)) text.Append($"  also read {path}\n");
        if (answer.Notice is not null) text.Append($"  notice: {answer.Notice.Replace("\n", "\\n", StringComparison.Ordinal)}\n");
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
