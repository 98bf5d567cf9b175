using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace GrafanaGitOps.Service.Tests.CommandLine;

public sealed class ServeProcessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-process-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Served_repository_is_ready_measured_and_queried_until_sigterm()
    {
        await CreateRepositoryAsync();
        await using var service = GitOpsProcess.Start(_folder.FullName, new Dictionary<string, string>(), "--repository", "sample", "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0");
        await service.ReadLineAsync("GitOps");
        var http = new Uri((await service.ReadLineAsync("/metrics")).Split(' ')[^1]);
        using var client = new HttpClient { BaseAddress = http };

        await WaitUntilReadyAsync(client);
        (await client.GetStringAsync("/healthz", Cancellation)).Should().Be("ok\n");
        (await client.GetStringAsync("/metrics", Cancellation)).Should().Contain("gitops_repository_commits{repository=\"sample\"} 2\n");
        using var post = await client.PostAsync("/metrics", null, Cancellation);
        post.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);

        var (exitCode, output, errors) = await GitOpsProcess.RunAsync(_folder.FullName, "query", "commits", "--format", "json", "--columns", "type,subject", "--author", "ada");
        (exitCode, errors).Should().Be((0, ""));
        JsonElement.Parse(output).EnumerateArray().Select(row => row.GetProperty("type").GetString()).Should().Equal("fix", "feat");

        await service.SignalAsync("TERM");
        (await service.WaitAsync()).Should().Be(0);
        (await service.ReadErrorsAsync()).Should().NotContain("ERROR");
    }

    [Fact]
    public async Task Wrong_configuration_is_told_whole_with_exit_code_2()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "gitops.yaml"), "http: { address: x }\nplugn: {}\n", Cancellation);

        var (exitCode, output, errors) = await GitOpsProcess.RunAsync(_folder.FullName, "serve", "--config", "gitops.yaml");

        (exitCode, output, errors).Should().Be(
            (2, "", """
            The configuration has 2 errors:
              plugn is not known; did you mean plugin?
              http.address must be IP:PORT to listen on, such as 127.0.0.1:8080 or [::1]:8080, not "x".

            """));
    }

    [Theory]
    [InlineData(2, "--limit must be a whole number from 1 to 100000, not \"x\".", "query", "commits", "--limit", "x")]
    [InlineData(2, "--format must be table, json or csv, not \"xml\".", "query", "commits", "--format", "xml")]
    [InlineData(2, "Unrecognized command or argument '--authr'", "query", "commits", "--authr", "x")]
    [InlineData(1, "/proc/nowhere", "query", "commits", "--data-directory", "/proc/nowhere")]
    [InlineData(1, "/proc/nowhere", "--data-directory", "/proc/nowhere", "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0")]
    public async Task Command_that_cannot_run_says_why(int expected, string message, params string[] arguments)
    {
        var (exitCode, _, errors) = await GitOpsProcess.RunAsync(_folder.FullName, arguments);

        exitCode.Should().Be(expected);
        errors.Should().Contain(message);
    }

    [Fact]
    public async Task Version_names_version_and_runtime()
    {
        var (exitCode, output, _) = await GitOpsProcess.RunAsync(_folder.FullName, "version");

        exitCode.Should().Be(0);
        output.Should().MatchRegex(@"^gitops \d+\.\d+\.\d+( \([0-9a-f]{40}\))? on \.NET ");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static async Task WaitUntilReadyAsync(HttpClient client)
    {
        while (true)
        {
            using var answer = await client.GetAsync("/readyz", Cancellation);
            if (answer.StatusCode == HttpStatusCode.OK) return;
            answer.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        }
    }

    private async Task CreateRepositoryAsync()
    {
        await GitAsync("2026-01-01T00:00:00Z", "init", "--quiet", "--initial-branch=main", "sample");
        await CommitAsync("2026-01-01T00:00:00Z", "feat(web): begin");
        await CommitAsync("2026-01-02T00:00:00Z", "fix: mend");
    }

    private Task CommitAsync(string time, string subject) => GitAsync(
        time, "-C", "sample", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "commit", "--quiet", "--allow-empty", "-m", subject);

    private async Task GitAsync(string time, params string[] arguments)
    {
        var git = Prerequisite.Program("git");
        var start = new ProcessStartInfo(git, arguments) { WorkingDirectory = _folder.FullName };
        start.Environment["GIT_COMMITTER_DATE"] = time;
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.Should().Be(0);
    }
}
