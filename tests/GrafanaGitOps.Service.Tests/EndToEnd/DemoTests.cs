using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>The first of README's two commands, as a person runs it.</summary>
public sealed class DemoTests : IDisposable
{
    private readonly FixtureRepository _fixtures = new();

    [Fact]
    public async Task Demo_of_a_repository_prints_state_commits_and_address_then_serves_until_interrupted()
    {
        var repository = _fixtures.Get("argoproj-deployments");
        await using var demo = DemoProcess.Start("--repository", repository, "--plugin-address", "127.0.0.1:0");

        var lines = await demo.ReadAsync();
        await demo.StopAsync();

        Assert.Contains(lines, line => line.StartsWith("argoproj-deployments ", StringComparison.Ordinal) && line.Contains(" 6303 ", StringComparison.Ordinal));
        Assert.Equal(15, lines.Count(line => line.Contains("  argoproj-deployments  ", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("companion_address = 127.0.0.1:", StringComparison.Ordinal));
    }

    public void Dispose() => _fixtures.Dispose();
}
