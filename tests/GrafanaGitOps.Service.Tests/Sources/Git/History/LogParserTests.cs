using System.Globalization;
using System.Text;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.History;
using GrafanaGitOps.Service.Sources.Git.Messages;

[assembly: AssemblyFixture(typeof(GrafanaGitOps.Service.Tests.Sources.Git.FixtureRepository))]

namespace GrafanaGitOps.Service.Tests.Sources.Git.History;

public sealed class LogParserTests(FixtureRepository fixtures)
{
    [Theory]
    [InlineData("k8s-gitops")]
    [InlineData("argoproj-deployments")]
    public async Task Parser_whole_history_agrees_with_what_git_prints(string name)
    {
        var folder = fixtures.Get(name);
        var expected = IndependentLog.Read(folder);

        var commits = await ReadAsync(WorkRepository.RunIn(folder, "HEAD\n"u8.ToArray(), LogFormat.Arguments(countLines: false)));

        commits.Should().HaveCount(expected.Count);
        foreach (var (line, commit) in expected.Zip(commits)) IndependentLog.Describe(commit).Should().Be(line);
    }

    [Fact]
    public async Task Parser_odd_commits_are_read_whole()
    {
        using var folder = new TemporaryFolder();
        var repository = new WorkRepository(folder.File("odd"));
        repository.Import(OddHistory.Stream());

        var commits = await ReadAsync(WorkRepository.RunIn(repository.Folder, "main\n"u8.ToArray(), LogFormat.Arguments(countLines: true)));

        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Git/History/odd-commits.golden.txt", Print(commits));
    }

    [Fact]
    public async Task Parser_arbitrary_bytes_never_fail()
    {
        var random = new Random(20_260_101);
        var pieces = new[] { "@", ":", "\0", "\n", "\t", "0", "-1", "+9999", "A", "é", ":100644 000000 M\0", "@abc\0\0n\0e\01 +0\0n\0e\01 +0\0message\0" };
        for (var round = 0; round < 300; round++)
        {
            var bytes = Enumerable.Range(0, random.Next(60)).SelectMany(_ => random.Next(4) == 0 ? [(byte)random.Next(256)] : Encoding.UTF8.GetBytes(pieces[random.Next(pieces.Length)])).ToArray();
            var commits = await ReadAsync(bytes);
            commits.Select(commit => commit.Subject).Should().NotContainNulls();
        }
    }

    private static async Task<List<Commit>> ReadAsync(byte[] log)
    {
        var commits = new List<Commit>();
        await CommitBatches.ReadAsync(
            new MemoryStream(log),
            new IssueKeys([]),
            countLines: true,
            batch =>
            {
                commits.AddRange(batch);
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);
        return commits;
    }

    private static string Print(IEnumerable<Commit> commits)
    {
        var text = new StringBuilder();
        foreach (var commit in commits)
        {
            text.Append(CultureInfo.InvariantCulture, $"commit with {commit.Parents.Count} parents, +{commit.Insertions} -{commit.Deletions}\n");
            text.Append(CultureInfo.InvariantCulture, $"  author    {Visible(commit.Author.Name)} <{commit.Author.Email}> {commit.Author.Time:O}\n");
            text.Append(CultureInfo.InvariantCulture, $"  committer {Visible(commit.Committer.Name)} <{commit.Committer.Email}> {commit.Committer.Time:O}\n");
            text.Append(CultureInfo.InvariantCulture, $"  subject   {Visible(commit.Subject)} ({commit.Subject.Length})\n  body      {Visible(commit.Body)} ({commit.Body.Length})\n");
            text.Append(CultureInfo.InvariantCulture, $"  paths     {commit.PathCount}\n");
            foreach (var path in commit.Paths.Take(20)) text.Append(CultureInfo.InvariantCulture, $"    {path.Status} {Visible(path.Path)}\n");
        }

        return text.ToString();
    }

    private static string Visible(string text) =>
        string.Concat(text.Select(character => char.IsControl(character) ? $"\\u{(int)character:x4}" : character.ToString())) is var visible && visible.Length > 100 ? visible[..100] + "..." : visible;
}
