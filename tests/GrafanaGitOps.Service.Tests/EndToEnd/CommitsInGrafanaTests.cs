using System.Diagnostics;
using System.Text.Json;
using GrafanaGitOps.Service.Tests.CommandLine;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>The whole path: a real repository, the real program, a real go-plugin host through the launcher, and somebody else's Arrow reader.</summary>
public sealed class CommitsInGrafanaTests : IDisposable
{
    private const string Token = "a-token-of-enough-length";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-end-to-end-");
    private readonly FixtureRepository _fixtures = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_history_through_a_plugin_host_is_what_git_log_prints()
    {
        var repository = _fixtures.Get("k8s-gitops");
        await using var service = GitOpsProcess.Start(
            _folder.FullName,
            new Dictionary<string, string> { ["GITOPS__PLUGIN__TOKEN"] = Token },
            "--repository", new Uri(repository).AbsoluteUri, "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0");
        var address = (await service.ReadLineAsync("Grafana ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        await WaitUntilReadyAsync(await service.ReadLineAsync("/metrics"));
        await using var host = await PluginHost.StartAsync(
            Path.Combine(Repository.Root, "plugin", "gpx_gitops_companion_linux_amd64"),
            new Dictionary<string, string> { ["GF_PLUGIN_COMPANION_ADDRESS"] = address });

        var answers = await host.QueryAsync(
            _folder.FullName,
            [
                new { refId = "A", queryType = "commits", repositories = "k8s-gitops", limit = 100_000 },
                new { refId = "B", queryType = "commits", limit = "many" },
            ],
            DateTimeOffset.UnixEpoch, DateTimeOffset.Parse("2100-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), PluginHost.DataSource(Token));

        answers["B"].Error.Should().Contain("\"limit\"");
        answers["A"].Error.Should().BeEmpty();
        var rows = await ReadRowsAsync(answers["A"].Files.Should().ContainSingle().Which);
        var expected = await ReadLogAsync(repository);
        expected.Should().HaveCount(17_318);
        rows.Select(row => row.Line).Order(StringComparer.Ordinal).Should().Equal(expected.Order(StringComparer.Ordinal));
        rows.Select(row => row.Time).Should().Equal(rows.Select(row => row.Time).OrderDescending());
    }

    public void Dispose()
    {
        _fixtures.Dispose();
        _folder.Delete(recursive: true);
    }

    private static async Task WaitUntilReadyAsync(string metricsLine)
    {
        using var client = new HttpClient { BaseAddress = new Uri(metricsLine.Split(' ')[^1]) };
        await Wait.UntilAsync(async () =>
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
            return answer.IsSuccessStatusCode;
        });
    }

    /// <summary>The rows of the frame as apache-arrow reads them: object id, times in seconds, people, files, subject.</summary>
    private static async Task<List<(long Time, string Line)>> ReadRowsAsync(string frame)
    {
        var rows = new List<(long, string)>();
        await foreach (var line in RunAsync(Repository.InteropProgram("arrow-to-json"), "--rows", frame))
        {
            var row = JsonElement.Parse(line);
            var time = Seconds(row.GetProperty("time"));
            rows.Add((time, string.Join('\t', row.GetProperty("sha"), time, Seconds(row.GetProperty("author_time")), row.GetProperty("author"), row.GetProperty("author_email"), row.GetProperty("files"), row.GetProperty("subject"))));
        }

        return rows;
    }

    /// <summary>The same of <c>git log</c>, by its line-based form, which shares nothing with the way we read it.</summary>
    private static async Task<List<string>> ReadLogAsync(string repository)
    {
        var lines = new List<string>();
        var files = 0;
        await foreach (var line in RunAsync("git", "-C", repository, "log", "-c", "--name-only", "--no-renames", "--format=%x01%H%x09%ct%x09%at%x09%an%x09%ae%x09%x02%x09%s"))
        {
            if (line.StartsWith('\u0001'))
            {
                Complete();
                lines.Add(line[1..]);
            }
            else if (line.Length > 0)
            {
                files++;
            }
        }

        Complete();
        return lines;

        void Complete()
        {
            if (lines.Count > 0) lines[^1] = lines[^1].Replace("\u0002", files.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
            files = 0;
        }
    }

    private static long Seconds(JsonElement nanoseconds) => long.Parse(nanoseconds.GetString()!, System.Globalization.CultureInfo.InvariantCulture) / 1_000_000_000;

    private static async IAsyncEnumerable<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line) yield return line;
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.Should().Be(0);
    }
}
