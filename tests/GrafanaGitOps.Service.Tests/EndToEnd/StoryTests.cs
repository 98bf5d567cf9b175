using System.Diagnostics;
using System.Text.Json;
using GrafanaGitOps.Service.Tests.CommandLine;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary><c>gitops demo</c> as a process, from its start to what a plugin host gets.</summary>
public sealed class StoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-story-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_shows_the_commit_of_the_story_over_its_deployment_also_when_it_is_started_again()
    {
        for (var start = 0; start < 2; start++)
        {
            await using var demo = Start();
            var address = (await demo.ReadLineAsync("Grafana ")).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
            using var client = new HttpClient { BaseAddress = new Uri((await demo.ReadLineAsync("/metrics")).Split(' ')[^1]) };
            await Wait.UntilAsync(async () =>
            {
                using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative), Cancellation);
                return answer.IsSuccessStatusCode;
            });
            await using var host = await PluginHost.StartAsync(
                Path.Combine(Repository.Root, "plugin", "gpx_gitops_companion_linux_amd64"),
                new Dictionary<string, string> { ["GF_PLUGIN_COMPANION_ADDRESS"] = address });

            List<JsonElement> annotations = [];
            await Wait.UntilAsync(async () => (annotations = await AskAsync(host)).Exists(IsTold), () => string.Join('\n', annotations));

            var told = annotations.Should().ContainSingle(item => IsTold(item)).Which;
            (Time(told, "timeEnd") - Time(told, "time")).Should().Be(TimeSpan.FromSeconds(95));
            annotations.Should().Contain(row => Text(row).Contains(": revert: fix(checkout): connection pool", StringComparison.Ordinal));
            await demo.SignalAsync("TERM");
            (await demo.WaitAsync()).Should().Be(0);
            (await demo.ReadErrorsAsync()).Should().NotContain("ERROR");
        }
    }

    [Theory]
    [InlineData("--speed must be more than 0 and at most 1000.", "--speed", "0")]
    [InlineData("--demo-address must be IP:PORT to listen on", "--demo-address", "x")]
    [InlineData("--config cannot be given to demo", "--config", "gitops.yaml")]
    public async Task Demo_that_cannot_run_says_why(string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await GitOpsProcess.RunAsync(_folder.FullName, ["demo", .. arguments]);

        (exitCode, output).Should().Be((2, ""));
        errors.Should().Contain(message);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private GitOpsProcess Start() => GitOpsProcess.Start(
        _folder.FullName, new Dictionary<string, string>(),
        "demo", "--data-directory", "demo",
        "--http-address", "127.0.0.1:0", "--plugin-address", "127.0.0.1:0", "--demo-address", "127.0.0.1:0");

    private static bool IsTold(JsonElement row) =>
        Text(row).Contains(" by Alice: fix(checkout): connection pool settings (#412)", StringComparison.Ordinal);

    private static string Text(JsonElement row) => row.GetProperty("text").GetString()!;

    private static TimeSpan Time(JsonElement row, string name) =>
        TimeSpan.FromTicks(long.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture) / 100);

    private async Task<List<JsonElement>> AskAsync(PluginHost host)
    {
        var now = TimeProvider.System.GetUtcNow();
        var answers = await host.QueryAsync(
            _folder.FullName,
            [new { refId = "A", queryType = "deployment_annotations", applications = "checkout", environments = "production" }],
            now - TimeSpan.FromHours(1), now);
        answers["A"].Error.Should().BeEmpty();
        var start = new ProcessStartInfo(Repository.InteropProgram("arrow-to-json"), ["--rows", answers["A"].Files.Should().ContainSingle().Which]);
        start.RedirectStandardOutput = true;
        using var reader = Process.Start(start)!;
        var rows = new List<JsonElement>();
        while (await reader.StandardOutput.ReadLineAsync(Cancellation) is { } line) rows.Add(JsonElement.Parse(line));
        await reader.WaitForExitAsync(Cancellation);
        return rows;
    }
}
