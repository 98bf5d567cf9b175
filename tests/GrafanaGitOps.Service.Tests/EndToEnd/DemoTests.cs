using System.Globalization;
using System.Text.RegularExpressions;
using GrafanaGitOps.Service.Tests.Sources.Git;

namespace GrafanaGitOps.Service.Tests.EndToEnd;

/// <summary>The first of README's two commands, as a person runs it.</summary>
public sealed partial class DemoTests : IDisposable
{
    /// <summary>Stands in for Grafana, which cannot be had here: writes down how it was started, and answers.</summary>
    private const string Grafana = """
        #!/usr/bin/env bash
        { echo "arguments: $*"; env | grep '^G[FI]'; find -L "$GF_PATHS_PLUGINS" -type f; } >"$GRAFANA_HOME/started"
        exec node -e 'const { GF_SERVER_HTTP_ADDR: host, GF_SERVER_HTTP_PORT: port } = process.env;
          require("node:http").createServer((_, answer) => answer.end("ok")).listen(Number(port), host)'
        """;

    /// <summary>Stands in for a build that takes its time.</summary>
    private const string SlowBuild = """
        #!/bin/sh
        echo $$ >"$STARTED"
        exec sleep 600
        """;

    private readonly FixtureRepository _fixtures = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-demo-script-");

    [Fact]
    public async Task Demo_of_a_repository_prints_state_commits_and_address_then_serves_until_interrupted()
    {
        var repository = _fixtures.Get("argoproj-deployments");
        await using var demo = DemoProcess.Start("--repository", repository, "--plugin-address", "127.0.0.1:0");

        var lines = await demo.ReadAsync();
        await demo.StopAsync();

        lines.Should().Contain(line => line.StartsWith("argoproj-deployments ", StringComparison.Ordinal)
            && line.Contains(" 6303 ", StringComparison.Ordinal));
        lines.Count(line => line.Contains("  argoproj-deployments  ", StringComparison.Ordinal)).Should().Be(15);
        lines.Should().Contain(line => line.Contains("companion_address = 127.0.0.1:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Demo_without_arguments_shows_latency_beside_the_commit_and_its_deployment()
    {
        Prerequisite.Program("prometheus");
        await using var demo = DemoProcess.Start();

        var lines = await demo.ReadAsync();
        await demo.StopAsync();

        lines.Select(line => Columns().Replace(line, " ").Trim()).Should().Contain("production payments Application 1 1 1 1 0");
        var story = lines.SkipWhile(line => line != "checkout in production, the last hour (UTC)").Skip(1)
            .TakeWhile(line => line.Length > 0).ToList();
        int Find(string text) => story.FindIndex(line => line.Contains(text, StringComparison.Ordinal));
        var committed = Find(" by Alice: fix(checkout): connection pool settings (#412)");
        var deployed = story.FindIndex(line => Deployed().IsMatch(line));
        var reverted = Find(" by Alice: revert: fix(checkout)");
        (0 < committed && committed < deployed && deployed < reverted).Should().BeTrue(string.Join('\n', story));
        Latencies(story[..committed]).Max().Should().BeInRange(150, 250);
        Latencies(story[deployed..reverted]).Max().Should().BeInRange(800, 1000);
    }

    [Fact]
    public async Task Demo_with_a_grafana_starts_it_on_our_provisioning_and_prints_the_links()
    {
        // Otherwise this would be a test of npm.
        Prerequisite.File(Path.Combine(Repository.Root, "plugin", "dist", "module.js"), "run npm ci and npm run build in plugin");
        Prerequisite.Program("prometheus");
        var program = Path.Combine(_folder.CreateSubdirectory("bin").FullName, "grafana");
        await File.WriteAllTextAsync(program, Grafana, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await using var demo = DemoProcess.Start(new Dictionary<string, string> { ["GRAFANA_HOME"] = _folder.FullName });

        var lines = await demo.ReadAsync();
        await demo.StopAsync();

        var started = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "started"), TestContext.Current.CancellationToken);
        string Of(string name) => started.First(line => line.StartsWith(name, StringComparison.Ordinal))[(name.Length + 1)..];
        started[0].Should().Be($"arguments: server --homepath {_folder.FullName}");
        Of("GF_PATHS_PROVISIONING").Should().Be(Path.Combine(Repository.Root, "provisioning"));
        Of("GITOPS_DASHBOARDS").Should().Be(Path.Combine(Repository.Root, "dashboards"));
        Of("GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS").Should().Be("gitops-companion-datasource");
        started.Should().Contain($"{Of("GF_PATHS_PLUGINS")}/gitops-companion-datasource/gpx_gitops_companion_linux_amd64");
        Of("GF_PLUGINS_FORWARD_HOST_ENV_VARS").Should().Be("gitops-companion-datasource");
        lines.Should().Contain($"  companion_address = {Of("GITOPS_COMPANION_ADDRESS")}").And.Contain($"  GITOPS_COMPANION_ADDRESS={Of("GITOPS_COMPANION_ADDRESS")}");
        lines.Should().Contain($"Prometheus    {Of("GITOPS_PROMETHEUS_URL")}");
        lines.Should().Contain($"Grafana       http://127.0.0.1:{Of("GF_SERVER_HTTP_PORT")}");
    }

    [Fact]
    public async Task Demo_that_is_ended_while_it_builds_ends_quietly_with_what_it_started()
    {
        var bin = _folder.CreateSubdirectory("slow").FullName;
        var (program, started) = (Path.Combine(bin, "dotnet"), Path.Combine(bin, "started"));
        await File.WriteAllTextAsync(program, SlowBuild, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var path = $"{bin}:{Environment.GetEnvironmentVariable("PATH")}";
        await using var demo = DemoProcess.Start(new Dictionary<string, string> { ["PATH"] = path, ["STARTED"] = started });
        await Wait.UntilAsync(() => File.Exists(started) && File.ReadAllText(started).EndsWith('\n'));

        await demo.StopAsync();

        (await demo.ErrorsAsync()).Should().Be("building...\n");
        Directory.Exists($"/proc/{(await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Trim()}").Should().BeFalse();
    }

    public void Dispose()
    {
        _fixtures.Dispose();
        _folder.Delete(recursive: true);
    }

    private static IEnumerable<int> Latencies(IEnumerable<string> lines) =>
        lines.Select(line => Latency().Match(line)).Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex(
        @"^\d\d:\d\d  deployed commit [0-9a-f]{8} by Alice: fix\(checkout\): connection pool settings \(#412\); "
        + @"lead time \d+ min \d+ s, automatic sync in 1 min 35 s$")]
    private static partial Regex Deployed();

    [GeneratedRegex(@"latency p95 +(\d+) ms")]
    private static partial Regex Latency();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Columns();
}
