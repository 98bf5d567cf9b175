using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>The whole life of a plugin, in the hands of a real go-plugin host.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class GoPluginHostTests : IDisposable
{
    private static readonly string Plugin = Path.Combine(AppContext.BaseDirectory, "GrafanaGitOps.TestPlugin");
    private static readonly string Launcher = Path.Combine(Repository.Root, "plugin", "gpx_gitops_companion_linux_amd64");

    private readonly string _folder = Directory.CreateTempSubdirectory("plugin-host-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Spawned_everyCall_isAnswered()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var settings = PluginHost.DataSource();

        ((string?)host.Plugin["network"]).Should().Be("unix");
        ((int)host.Plugin["version"]!).Should().Be(2);
        ((string?)(await host.SendAsync("health"))!["status"]).Should().Be("SERVING");
        (await FailsAsync(host, "health", new { service = "other" })).Code.Should().Be("NotFound");
        Text(await host.SendAsync("checkHealth", new { settings })).Should().Be(
            """{"details":"{\"verboseMessage\":\"all of it\"}","message":"GitOps works","status":"OK"}""");
        Text(await host.SendAsync("metrics")).Should().Be("""{"text":"test_plugin_up 1\n"}""");
        (await FailsAsync(host, "admission", new { })).Code.Should().Be("Unimplemented");
        ((string?)(await host.SendAsync("resource", new { settings, method = "GET", path = "repositories", url = "repositories?x=1", body = "hello", headers = new Dictionary<string, string> { ["X-Test"] = "here" } }))!["body"])
            .Should().Be("GET repositories?x=1 here hello");
        Text(await host.SendAsync("publish", new { settings, channel = "counter" })).Should().Be("""{"status":"PERMISSION_DENIED"}""");
    }

    [Fact]
    public async Task Query_oneFails_othersAnswer()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        object[] queries = [new { refId = "A", rows = 2 }, new { refId = "B", rows = "many" }, new { refId = "C", rosw = 1 }];

        var answers = await host.QueryAsync(_folder, queries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), format: "JSON");

        answers.Keys.Order().Should().Equal("A", "B", "C");
        (answers["A"].Status, answers["A"].Error).Should().Be((200, ""));
        var frame = JsonNode.Parse(await File.ReadAllTextAsync(answers["A"].Files.Should().ContainSingle().Which, Cancellation))!;
        frame["data"]!["values"]!.ToJsonString().Should().Be("""[[0,1],["row 0",null]]""");
        ((string?)frame["schema"]!["refId"]).Should().Be("A");
        (answers["B"].Status, answers["B"].ErrorSource, answers["B"].Error)
            .Should().Be((400, "downstream", """Query B: field "rows" must be a whole number from 0 to 1000, not "many"."""));
        answers["C"].Error.Should().Be("""Query C: field "rosw" is not known; did you mean "rows"?""");
    }

    [Fact]
    public async Task Query_arrowAndChunked_writeFrames()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        object[] queries = [new { refId = "A" }, new { refId = "B" }];

        var answers = await host.QueryAsync(_folder, queries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var file = await File.ReadAllBytesAsync(answers["B"].Files.Should().ContainSingle().Which, Cancellation);
        Encoding.ASCII.GetString(file, 0, 6).Should().Be("ARROW1");

        var chunks = (await host.SendAsync("chunked", new { settings = PluginHost.DataSource(), queries, folder = _folder }))!.AsArray();
        chunks.Select(chunk => $"{chunk!["refId"]} {chunk["frameId"]} {chunk["status"]}").Order().Should().Equal("A 0 200", "B 0 200");
        chunks.Should().AllSatisfy(chunk => ((string?)chunk!["file"]).Should().EndWith(".arrow"));
    }

    [Fact]
    public async Task Stream_schemaOnceThenData_endsWithTheViewer()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var settings = PluginHost.DataSource();

        var subscribed = await host.SendAsync("subscribe", new { settings, channel = "counter" });
        ((string?)subscribed!["status"]).Should().Be("OK");
        subscribed["data"]!["data"]!["values"]!.ToJsonString().Should().Be("[[0]]");
        ((string?)(await host.SendAsync("subscribe", new { settings, channel = "other" }))!["status"]).Should().Be("NOT_FOUND");
        (await FailsAsync(host, "runStream", new { settings, channel = "other" })).Code.Should().Be("NotFound");

        var packets = (await host.SendAsync("runStream", new { settings, channel = "counter", count = 3 }))!["packets"]!.AsArray();
        packets.Select(packet => packet!["schema"] is not null).Should().Equal(true, false, false);
        packets[2]!.ToJsonString().Should().Be("""{"data":{"values":[[3]]}}""");
        await host.SendAsync("kill");
        var lines = (await host.SendAsync("stderr"))!.AsArray().Select(line => (string)line!);
        lines.Where(line => (string?)JsonNode.Parse(line)!["@level"] is "warn" or "error").Should().BeEmpty();
    }

    [Fact]
    public async Task Spawned_shutdown_endsCleanly()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var socket = (string)host.Plugin["address"]!;
        File.Exists(socket).Should().BeTrue();
        new DirectoryInfo(Path.GetDirectoryName(socket)!).UnixFileMode
            .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await host.SendAsync("shutdown");

        Text(await host.SendAsync("waitExit")).Should().Be("""{"exitCode":0,"exited":true}""");
        Directory.Exists(Path.GetDirectoryName(socket)).Should().BeFalse();
        var lines = (await host.SendAsync("stderr"))!.AsArray().Select(line => JsonNode.Parse((string)line!)!).ToList();
        lines.Should().AllSatisfy(line => ((string?)line["@level"]).Should().MatchRegex("^(debug|info)$"));
        lines.Should().Contain(line => (string?)line["@message"] == "Grafana asked to shut down: this process ends");
    }

    [Fact]
    public async Task Spawned_killed_isNoticedAndRestarted()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        await host.SendAsync("signal", new { signal = "KILL" });
        ((bool)(await host.SendAsync("waitExit"))!["exited"]!).Should().BeTrue();
        (await FailsAsync(host, "health", new { })).Code.Should().Be("Unavailable");
        // What a killed process cannot clean up itself.
        Directory.Delete(Path.GetDirectoryName((string)host.Plugin["address"]!)!, recursive: true);

        var restarted = await host.SendAsync("restart");
        ((int)restarted!["pid"]!).Should().NotBe((int)host.Plugin["pid"]!);
        ((string?)(await host.SendAsync("health"))!["status"]).Should().Be("SERVING");

        // And one that is alive, which the host ends by its own way.
        await host.SendAsync("restart");
        ((string?)(await host.SendAsync("health"))!["status"]).Should().Be("SERVING");
        await EndsAsync(host);
    }

    [Fact]
    public async Task Spawned_terminated_answersTheQueryUnderWay()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var answers = host.QueryAsync(_folder, [new { refId = "A", queryType = "wait", rows = 1 }], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        while (!Text(await host.SendAsync("stderr")).Contains("for its release", StringComparison.Ordinal)) Cancellation.ThrowIfCancellationRequested();

        await host.SendAsync("signal", new { signal = "TERM" });

        (await answers)["A"].Status.Should().Be(200);
        Text(await host.SendAsync("waitExit")).Should().Be("""{"exitCode":0,"exited":true}""");
    }

    [Fact]
    public async Task Spawned_stdout_hasTheHandshakeAlone()
    {
        using var process = Start(Plugin, [], cookie: "datasource");
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        line.Should().MatchRegex("^1\\|2\\|unix\\|/.*/plugin\\.sock\\|grpc$");

        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        using var kill = Process.Start("kill", ["-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);

        (await process.StandardOutput.ReadToEndAsync(Cancellation)).Should().BeEmpty();
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.Should().Be(0);
        (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().AllSatisfy(error => JsonDocument.Parse(error));
    }

    [Fact]
    public async Task Companion_appearsLateAndOutlivesItsHosts()
    {
        // A port that is free now; the launcher names it before anybody listens.
        int port;
        using (var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        }

        var environment = new Dictionary<string, string> { ["GF_PLUGIN_COMPANION_ADDRESS"] = $"127.0.0.1:{port}" };
        await using var host = await PluginHost.StartAsync(Launcher, environment);
        (await FailsAsync(host, "health", new { })).Code.Should().Be("Unavailable");

        using var companion = Start(Plugin, [port.ToString(CultureInfo.InvariantCulture)], cookie: "");
        (await companion.StandardOutput.ReadLineAsync(Cancellation)).Should().Be($"1|2|tcp|127.0.0.1:{port}|grpc");
        _ = companion.StandardError.ReadToEndAsync(Cancellation);
        ((string?)(await host.SendAsync("health", new { waitForReady = true }))!["status"]).Should().Be("SERVING");

        await host.SendAsync("shutdown");
        ((string?)(await host.SendAsync("health"))!["status"]).Should().Be("SERVING");
        await host.SendAsync("signal", new { signal = "TERM" });
        ((bool)(await host.SendAsync("waitExit"))!["exited"]!).Should().BeTrue();
        companion.HasExited.Should().BeFalse();

        companion.Kill();
        await companion.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task Launcher_bundledService_isStarted()
    {
        var launcher = Path.Combine(_folder, "gpx_gitops_companion_linux_amd64");
        File.Copy(Launcher, launcher);
        var service = Directory.CreateDirectory(Path.Combine(_folder, "service"));
        File.WriteAllText(Path.Combine(service.FullName, "gitops"), $"#!/bin/sh\nexec '{Plugin}'\n");
        File.SetUnixFileMode(Path.Combine(service.FullName, "gitops"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var host = await PluginHost.StartAsync(launcher);

        ((string?)(await host.SendAsync("health"))!["status"]).Should().Be("SERVING");
        await EndsAsync(host);
    }

    /// <summary>Not by the host's <c>kill</c>, which gives a process two seconds, and a busy machine may need more.</summary>
    private static async Task EndsAsync(PluginHost host)
    {
        await host.SendAsync("shutdown");
        Text(await host.SendAsync("waitExit")).Should().Be("""{"exitCode":0,"exited":true}""");
    }

    private static string Text(JsonNode? node) => node!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static async Task<PluginHostException> FailsAsync(PluginHost host, string command, object arguments) =>
        (await FluentActions.Awaiting(() => host.SendAsync(command, arguments)).Should().ThrowExactlyAsync<PluginHostException>()).Which;

    private static Process Start(string program, string[] arguments, string cookie)
    {
        var start = new ProcessStartInfo(Prerequisite.File(program, "build the tests"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["grafana_plugin_type"] = cookie;
        return Process.Start(start)!;
    }
}
