using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>A real Prometheus with our configuration for the demo: the demo's past as blocks, its present by scraping.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _client;

    private PrometheusServer(Process process, HttpClient client) => (_process, _client) = (process, client);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<PrometheusServer> StartAsync(string folder, Uri demo, Uri companion)
    {
        var data = Path.Combine(folder, "data");
        await AddPastAsync(folder, data, demo);
        var port = FreePort();
        string[] arguments =
        [
            $"--config.file={Configure(folder, demo, companion)}", $"--storage.tsdb.path={data}", $"--web.listen-address=127.0.0.1:{port}",
            "--log.level=warn",
        ];
        var process = Process.Start(new ProcessStartInfo(Prerequisite.Program("prometheus"), arguments))!;
        var server = new PrometheusServer(process, new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") });
        // Rates of the present need a few samples of every job.
        await Wait.UntilAsync(() => server.IsFullAsync(jobs: 4));
        return server;
    }

    /// <summary>The series now: labels and value.</summary>
    public async Task<IReadOnlyList<Sample>> QueryAsync(string expression)
    {
        var result = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        if ((string)result["resultType"]! != "vector") return [];
        return [.. DashboardFile.List(result["result"]).Select(series => new Sample(Labels(series), Number(series["value"]!)))];
    }

    /// <summary>Points of every series over a time range, a minute apart.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset Time, double Value)>>> RangeAsync(
        string expression, DateTimeOffset from, DateTimeOffset to)
    {
        var result = await GetAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={from:O}&end={to:O}&step=60")
            .Replace("+", "%2B", StringComparison.Ordinal));
        return [.. DashboardFile.List(result["result"]).Select(series => series["values"]!.AsArray().Select(Point).ToList())];
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _client.Dispose();
    }

    private static (DateTimeOffset Time, double Value) Point(JsonNode? point) =>
        (DateTimeOffset.FromUnixTimeSeconds((long)(double)point![0]!), Number(point));

    private static double Number(JsonNode point) => (string)point[1]! switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        var text => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static Dictionary<string, string> Labels(JsonObject series) =>
        series["metric"]!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!);

    private static async Task AddPastAsync(string folder, string data, Uri demo)
    {
        using var client = new HttpClient();
        var file = Path.Combine(folder, "history.txt");
        await using (var content = File.Create(file))
        await using (var past = await client.GetStreamAsync(new Uri(demo, "/metrics/history?hours=6&step=30"), Cancellation))
            await past.CopyToAsync(content, Cancellation);
        var (exitCode, output) = await Run.ToEndAsync("promtool", "tsdb", "create-blocks-from", "openmetrics", file, data);
        Assert.True(exitCode == 0, output);
    }

    private static string Configure(string folder, Uri demo, Uri companion)
    {
        var source = Path.Combine(Repository.Root, "provisioning", "prometheus");
        Directory.CreateDirectory(Path.Combine(folder, "rules"));
        foreach (var rules in Directory.EnumerateFiles(Path.Combine(source, "rules"), "*.rules.yml"))
            File.Copy(rules, Path.Combine(folder, "rules", Path.GetFileName(rules)));
        var file = Path.Combine(folder, "prometheus.yml");
        var text = File.ReadAllText(Path.Combine(source, "prometheus.demo.yml"));
        text = text.Replace("127.0.0.1:8081", demo.Authority, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace("127.0.0.1:8080", companion.Authority, StringComparison.Ordinal));
        return file;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsFullAsync(int jobs)
    {
        Assert.False(_process.HasExited, "Prometheus ended.");
        try
        {
            return (await QueryAsync("count_over_time(up[1m]) >= 3 and up == 1")).Count == jobs;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable) throw new HttpRequestException(body);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {body}");
        return JsonNode.Parse(body)!["data"]!.AsObject();
    }
}

/// <summary>A number with the labels that name it.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value);
