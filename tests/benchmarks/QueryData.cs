using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// QueryData with 1,000 rows by 12 columns: from the cells to the answer read by a go-plugin host, which reaches this process through the
/// launcher as Grafana does. The host is a process of its own, so that what this one allocates is the server's alone.
/// </summary>
internal static class QueryData
{
    private const int Rows = 1000;
    private const int Calls = 4000;
    private const string Text = "raise memory limit of the ingest job";

    public static async Task RunAsync(Report report)
    {
        var interop = Path.GetFullPath(Environment.GetEnvironmentVariable("GITOPS_INTEROP") ?? "artifacts/interop");
        await using var server = await PluginServer.StartAsync(
            new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 0) }, Handlers(), NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
        using var host = Process.Start(new ProcessStartInfo(Path.Combine(interop, "plugin-host")) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await SendAsync(host, new { command = "start", path = Path.GetFullPath("plugin/launcher.sh"), env = new { GF_PLUGIN_COMPANION_ADDRESS = $"{server.EndPoint}" } });
        await CallAsync(host, concurrency: 8);

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var single = await CallAsync(host, concurrency: 1);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        var many = await CallAsync(host, concurrency: 8);

        const string name = "QueryData, 1,000 rows x 12 columns";
        report.Add($"{name}: one at a time", (double)single["callsPerSecond"]!, "calls/s");
        report.Add($"{name}: one at a time, p50", (double)single["p50"]!, "ms");
        report.Add($"{name}: one at a time, p99", (double)single["p99"]!, "ms");
        report.Add($"{name}: 8 at a time", (double)many["callsPerSecond"]!, "calls/s");
        report.Add($"{name}: 8 at a time, p99", (double)many["p99"]!, "ms");
        report.Add($"{name}: frame", (double)single["bytes"]!, "bytes");
        report.Add($"{name}: allocated by the server", allocated / (double)Calls, "bytes a call");

        host.StandardInput.Close();
        await host.WaitForExitAsync();
    }

    private static PluginHandlers Handlers() => new()
    {
        Query = (_, _) => Task.FromResult<IReadOnlyList<Frame>>([Commits()]),
        CheckHealth = (_, _) => Task.FromResult(new HealthResult(true, "works")),
        CallResource = (_, _) => Task.FromResult(new ResourceResponse(200, "text/plain", default)),
        Subscribe = (_, _) => Task.FromResult<LiveChannel?>(null),
        CollectMetrics = _ => Task.FromResult<ReadOnlyMemory<byte>>(default),
    };

    // Columns of a commit table; texts are at hand, as in a cache of rows.
    private static Frame Commits()
    {
        var time = new TimeField("time");
        string[] names = ["revision", "short_revision", "repository", "author", "type", "scope", "subject"];
        var texts = names.Select(name => new StringField(name, nullable: true)).ToArray();
        var breaking = new BooleanField("breaking");
        var files = new NumberField<int>("files");
        var insertions = new NumberField<long>("insertions", nullable: true);
        var lead = new NumberField<double>("lead_time");
        for (var row = 0; row < Rows; row++)
        {
            time.Append(DateTimeOffset.UnixEpoch.AddMinutes(row));
            foreach (var text in texts) text.Append(Text);
            breaking.Append(row % 50 == 0);
            files.Append(row % 30);
            insertions.Append(row % 3 == 0 ? null : row);
            lead.Append(row * 1.5);
        }

        return new("commits", [time, .. texts, breaking, files, insertions, lead]);
    }

    private static Task<JsonNode> CallAsync(Process host, int concurrency) => SendAsync(
        host, new { command = "benchmark", count = Calls, concurrency, queries = new[] { new { refId = "A", queryType = "commits" } }, settings = new { uid = "bench" } });

    private static async Task<JsonNode> SendAsync(Process host, object command)
    {
        await host.StandardInput.WriteLineAsync(JsonSerializer.Serialize(command));
        await host.StandardInput.FlushAsync();
        var line = await host.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("plugin-host ended without an answer.");
        var outcome = JsonNode.Parse(line)!;
        return outcome["result"] ?? throw new InvalidOperationException($"plugin-host: {outcome["error"]}");
    }
}
