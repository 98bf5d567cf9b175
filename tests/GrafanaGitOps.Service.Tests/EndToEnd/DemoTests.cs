using System.Diagnostics;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>The first of README's two commands, as a person runs it.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly FixtureRepository _fixtures = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Demo_of_a_repository_prints_state_commits_and_address_then_serves_until_interrupted()
    {
        var repository = _fixtures.Get("argoproj-deployments");
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "scripts", "demo.sh"), ["--repository", repository, "--plugin-address", "127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var demo = Process.Start(start)!;
        var errors = demo.StandardError.ReadToEndAsync(Cancellation);

        var lines = new List<string>();
        while (await demo.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            lines.Add(line);
            if (line.Contains("Ctrl+C", StringComparison.Ordinal)) break;
        }

        using (var kill = Process.Start("kill", ["-TERM", demo.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(Cancellation);
        await demo.WaitForExitAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);

        Assert.True(demo.ExitCode == 0, await errors);
        Assert.Contains(lines, line => line.StartsWith("argoproj-deployments ", StringComparison.Ordinal) && line.Contains(" 6303 ", StringComparison.Ordinal));
        Assert.Equal(15, lines.Count(line => line.Contains("  argoproj-deployments  ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("companion_address = 127.0.0.1:", StringComparison.Ordinal));
    }

    public void Dispose() => _fixtures.Dispose();
}
