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

        Assert.Equal("unix", (string?)host.Plugin["network"]);
        Assert.Equal(2, (int)host.Plugin["version"]!);
        Assert.Equal("SERVING", (string?)(await host.SendAsync("health"))!["status"]);
        Assert.Equal("NotFound", (await FailsAsync(host, "health", new { service = "other" })).Code);
        Assert.Equal(
            """{"details":"{\"verboseMessage\":\"all of it\"}","message":"GitOps works","status":"OK"}""",
            Text(await host.SendAsync("checkHealth", new { settings })));
        Assert.Equal("""{"text":"test_plugin_up 1\n"}""", Text(await host.SendAsync("metrics")));
        Assert.Equal("Unimplemented", (await FailsAsync(host, "admission", new { })).Code);
        Assert.Equal(
            "GET repositories?x=1 here hello",
            (string?)(await host.SendAsync("resource", new { settings, method = "GET", path = "repositories", url = "repositories?x=1", body = "hello", headers = new Dictionary<string, string> { ["X-Test"] = "here" } }))!["body"]);
        Assert.Equal("""{"status":"PERMISSION_DENIED"}""", Text(await host.SendAsync("publish", new { settings, channel = "counter" })));
    }

    [Fact]
    public async Task Query_oneFails_othersAnswer()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        object[] queries = [new { refId = "A", rows = 2 }, new { refId = "B", rows = "many" }, new { refId = "C", rosw = 1 }];

        var answers = await host.QueryAsync(_folder, queries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1), format: "JSON");

        Assert.Equal(["A", "B", "C"], answers.Keys.Order());
        Assert.Equal((200, ""), (answers["A"].Status, answers["A"].Error));
        var frame = JsonNode.Parse(await File.ReadAllTextAsync(Assert.Single(answers["A"].Files), Cancellation))!;
        Assert.Equal("""[[0,1],["row 0",null]]""", frame["data"]!["values"]!.ToJsonString());
        Assert.Equal("A", (string?)frame["schema"]!["refId"]);
        Assert.Equal((400, "downstream", """Query B: field "rows" must be a whole number from 0 to 1000, not "many"."""), (answers["B"].Status, answers["B"].ErrorSource, answers["B"].Error));
        Assert.Equal("""Query C: field "rosw" is not known; did you mean "rows"?""", answers["C"].Error);
    }

    [Fact]
    public async Task Query_arrowAndChunked_writeFrames()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        object[] queries = [new { refId = "A" }, new { refId = "B" }];

        var answers = await host.QueryAsync(_folder, queries, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var file = await File.ReadAllBytesAsync(Assert.Single(answers["B"].Files), Cancellation);
        Assert.Equal("ARROW1", Encoding.ASCII.GetString(file, 0, 6));

        var chunks = (await host.SendAsync("chunked", new { settings = PluginHost.DataSource(), queries, folder = _folder }))!.AsArray();
        Assert.Equal(["A 0 200", "B 0 200"], chunks.Select(chunk => $"{chunk!["refId"]} {chunk["frameId"]} {chunk["status"]}").Order());
        Assert.All(chunks, chunk => Assert.EndsWith(".arrow", (string?)chunk!["file"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_schemaOnceThenData_endsWithTheViewer()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var settings = PluginHost.DataSource();

        var subscribed = await host.SendAsync("subscribe", new { settings, channel = "counter" });
        Assert.Equal("OK", (string?)subscribed!["status"]);
        Assert.Equal("[[0]]", subscribed["data"]!["data"]!["values"]!.ToJsonString());
        Assert.Equal("NOT_FOUND", (string?)(await host.SendAsync("subscribe", new { settings, channel = "other" }))!["status"]);
        Assert.Equal("NotFound", (await FailsAsync(host, "runStream", new { settings, channel = "other" })).Code);

        var packets = (await host.SendAsync("runStream", new { settings, channel = "counter", count = 3 }))!["packets"]!.AsArray();
        Assert.Equal([true, false, false], packets.Select(packet => packet!["schema"] is not null));
        Assert.Equal("""{"data":{"values":[[3]]}}""", packets[2]!.ToJsonString());
        await host.SendAsync("kill");
        var lines = (await host.SendAsync("stderr"))!.AsArray().Select(line => (string)line!);
        Assert.DoesNotContain(lines, line => (string?)JsonNode.Parse(line)!["@level"] is "warn" or "error");
    }

    [Fact]
    public async Task Spawned_shutdown_endsCleanly()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var socket = (string)host.Plugin["address"]!;
        Assert.True(File.Exists(socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Path.GetDirectoryName(socket)!).UnixFileMode);

        await host.SendAsync("shutdown");

        Assert.Equal("""{"exitCode":0,"exited":true}""", Text(await host.SendAsync("waitExit")));
        Assert.False(Directory.Exists(Path.GetDirectoryName(socket)));
        var lines = (await host.SendAsync("stderr"))!.AsArray().Select(line => JsonNode.Parse((string)line!)!).ToList();
        Assert.All(lines, line => Assert.Matches("^(debug|info)$", (string?)line["@level"]));
        Assert.Contains(lines, line => (string?)line["@message"] == "Grafana asked to shut down: this process ends");
    }

    [Fact]
    public async Task Spawned_killed_isNoticedAndRestarted()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        await host.SendAsync("signal", new { signal = "KILL" });
        Assert.True((bool)(await host.SendAsync("waitExit"))!["exited"]!);
        Assert.Equal("Unavailable", (await FailsAsync(host, "health", new { })).Code);
        // What a killed process cannot clean up itself.
        Directory.Delete(Path.GetDirectoryName((string)host.Plugin["address"]!)!, recursive: true);

        var restarted = await host.SendAsync("restart");
        Assert.NotEqual((int)host.Plugin["pid"]!, (int)restarted!["pid"]!);
        Assert.Equal("SERVING", (string?)(await host.SendAsync("health"))!["status"]);

        // And one that is alive, which the host ends by its own way.
        await host.SendAsync("restart");
        Assert.Equal("SERVING", (string?)(await host.SendAsync("health"))!["status"]);
        await EndsAsync(host);
    }

    [Fact]
    public async Task Spawned_terminated_answersTheQueryUnderWay()
    {
        await using var host = await PluginHost.StartAsync(Plugin);
        var answers = host.QueryAsync(_folder, [new { refId = "A", queryType = "wait", rows = 1 }], DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        while (!Text(await host.SendAsync("stderr")).Contains("for its release", StringComparison.Ordinal)) Cancellation.ThrowIfCancellationRequested();

        await host.SendAsync("signal", new { signal = "TERM" });

        Assert.Equal(200, (await answers)["A"].Status);
        Assert.Equal("""{"exitCode":0,"exited":true}""", Text(await host.SendAsync("waitExit")));
    }

    [Fact]
    public async Task Spawned_stdout_hasTheHandshakeAlone()
    {
        using var process = Start(Plugin, [], cookie: "datasource");
        var line = await process.StandardOutput.ReadLineAsync(Cancellation);
        Assert.Matches("^1\\|2\\|unix\\|/.*/plugin\\.sock\\|grpc$", line);

        var errors = process.StandardError.ReadToEndAsync(Cancellation);
        using var kill = Process.Start("kill", ["-s", "TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);

        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Cancellation));
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
        Assert.All((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), error => JsonDocument.Parse(error));
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
        Assert.Equal("Unavailable", (await FailsAsync(host, "health", new { })).Code);

        using var companion = Start(Plugin, [port.ToString(CultureInfo.InvariantCulture)], cookie: "");
        Assert.Equal($"1|2|tcp|127.0.0.1:{port}|grpc", await companion.StandardOutput.ReadLineAsync(Cancellation));
        _ = companion.StandardError.ReadToEndAsync(Cancellation);
        Assert.Equal("SERVING", (string?)(await host.SendAsync("health", new { waitForReady = true }))!["status"]);

        await host.SendAsync("shutdown");
        Assert.Equal("SERVING", (string?)(await host.SendAsync("health"))!["status"]);
        await host.SendAsync("signal", new { signal = "TERM" });
        Assert.True((bool)(await host.SendAsync("waitExit"))!["exited"]!);
        Assert.False(companion.HasExited);

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

        Assert.Equal("SERVING", (string?)(await host.SendAsync("health"))!["status"]);
        await EndsAsync(host);
    }

    /// <summary>Not by the host's <c>kill</c>, which gives a process two seconds, and a busy machine may need more.</summary>
    private static async Task EndsAsync(PluginHost host)
    {
        await host.SendAsync("shutdown");
        Assert.Equal("""{"exitCode":0,"exited":true}""", Text(await host.SendAsync("waitExit")));
    }

    private static string Text(JsonNode? node) => node!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static Task<PluginHostException> FailsAsync(PluginHost host, string command, object arguments) =>
        Assert.ThrowsAsync<PluginHostException>(() => host.SendAsync(command, arguments));

    private static Process Start(string program, string[] arguments, string cookie)
    {
        var start = new ProcessStartInfo(Prerequisite.File(program, "build the tests"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["grafana_plugin_type"] = cookie;
        return Process.Start(start)!;
    }
}
