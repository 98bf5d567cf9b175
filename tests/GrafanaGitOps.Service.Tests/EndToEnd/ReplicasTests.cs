using System.Net;
using GrafanaGitOps.Service.Tests.CommandLine;
using GrafanaGitOps.Service.Tests.Sources.Git;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>Processes of the real program on one PostgreSQL, or one SQLite file, each with a folder of its own.</summary>
public sealed class ReplicasTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-replicas-");
    private TestPostgres? _database;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_database is not null) await _database.DropAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leader_that_is_killed_or_ends_is_replaced_and_no_commit_is_missing_or_there_twice(bool postgres)
    {
        if (postgres) _database = await TestPostgres.CreateAsync(Cancellation);
        var origin = new WorkRepository(Path.Combine(_folder.FullName, "origin"));
        origin.Commit("feat: one");
        origin.Commit("fix: two");
        await using var first = await StartAsync("first", origin);
        await first.UntilAsync("gitops_leader 1", Commits(2));
        await using var second = await StartAsync("second", origin);
        await second.UntilAsync("gitops_leader 0", Commits(2));
        second.Clones().Should().BeEmpty();

        origin.Commit("feat: three");
        await second.UntilAsync("gitops_leader 0", Commits(3));

        await first.Process.SignalAsync("KILL");
        await second.UntilAsync("gitops_leader 1", Commits(3));
        await Wait.UntilAsync(() => second.Clones().Length == 1);
        origin.Commit("feat: four");
        await second.UntilAsync("gitops_leader 1", Commits(4));

        await using var third = await StartAsync("third", origin);
        await third.UntilAsync("gitops_leader 0", Commits(4));
        await second.Process.SignalAsync("TERM");
        await third.UntilAsync("gitops_leader 1", Commits(4));
        (await second.Process.WaitAsync()).Should().Be(0);
        (await second.Process.ReadErrorsAsync()).Should().NotContain("ERROR");
        origin.Commit("feat: five");
        await third.UntilAsync("gitops_leader 1", Commits(5));
    }

    private static string Commits(int count) => $"gitops_repository_commits{{repository=\"origin\"}} {count}";

    private async Task<RunningReplica> StartAsync(string name, WorkRepository origin)
    {
        var environment = new Dictionary<string, string>
        {
            ["GITOPS__STORAGE__LEADERINTERVAL"] = "1s",
            ["GITOPS__GIT__POLLINTERVAL"] = "1s",
        };
        if (_database is null) environment["GITOPS__STORAGE__SQLITE"] = Path.Combine(_folder.FullName, "gitops.db");
        else environment["GITOPS__STORAGE__POSTGRES"] = _database.Connection;
        var process = GitOpsProcess.Start(
            _folder.CreateSubdirectory(name).FullName, environment,
            "--repository", origin.Folder, "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0");
        var address = (await process.ReadLineAsync("/metrics")).Split(' ')[^1];
        var replica = new RunningReplica(process, new Uri(address), Path.Combine(_folder.FullName, name, "data", "repositories"));
        await replica.ReadyAsync();
        return replica;
    }

    private sealed class RunningReplica(GitOpsProcess process, Uri address, string repositories) : IAsyncDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = address };

        public GitOpsProcess Process => process;

        public string[] Clones() =>
            Directory.Exists(repositories) ? Directory.GetFiles(repositories, "HEAD", SearchOption.AllDirectories) : [];

        public Task ReadyAsync() => Wait.UntilAsync(async () =>
        {
            using var answer = await _client.GetAsync("/readyz", Cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        });

        /// <summary>Waits until the metrics have all of these lines.</summary>
        public async Task UntilAsync(params string[] lines)
        {
            var text = "";
            await Wait.UntilAsync(
                async () =>
                {
                    text = await _client.GetStringAsync("/metrics", Cancellation);
                    return lines.All(line => text.Contains(line + "\n", StringComparison.Ordinal));
                },
                () => text);
        }

        public async ValueTask DisposeAsync()
        {
            _client.Dispose();
            await process.DisposeAsync();
        }
    }
}
