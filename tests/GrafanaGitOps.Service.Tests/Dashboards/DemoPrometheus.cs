using System.Globalization;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Service.Tests.Dashboards;

/// <summary>A real Prometheus with our configuration for the demo: the demo's past as blocks, its present by scraping.</summary>
internal sealed class DemoPrometheus : IAsyncDisposable
{
    private readonly PrometheusServer _server;

    private DemoPrometheus(PrometheusServer server) => _server = server;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<DemoPrometheus> StartAsync(string folder, Uri demo, Uri companion)
    {
        var data = Path.Combine(folder, "data");
        await AddPastAsync(folder, data, demo);
        var server = new DemoPrometheus(await PrometheusServer.StartAsync(Configure(folder, demo, companion), data));
        // Rates of the present need a few samples of every job.
        await Wait.UntilAsync(() => server.IsFullAsync(jobs: 4));
        return server;
    }

    /// <summary>The series now: labels and value.</summary>
    public async Task<IReadOnlyList<Sample>> QueryAsync(string expression)
    {
        var result = await _server.GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}");
        if ((string)result["resultType"]! != "vector") return [];
        return [.. DashboardFile.List(result["result"]).Select(series => new Sample(Labels(series), Number(series["value"]!)))];
    }

    /// <summary>Points of every series over a time range, a minute apart.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<(DateTimeOffset Time, double Value)>>> RangeAsync(
        string expression, DateTimeOffset from, DateTimeOffset to)
    {
        var result = await _server.GetAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={from:O}&end={to:O}&step=60")
            .Replace("+", "%2B", StringComparison.Ordinal));
        return [.. DashboardFile.List(result["result"]).Select(series => series["values"]!.AsArray().Select(Point).ToList())];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

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
        exitCode.Should().Be(0, output);
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

    private async Task<bool> IsFullAsync(int jobs) => (await QueryAsync("count_over_time(up[1m]) >= 3 and up == 1")).Count == jobs;
}

/// <summary>A number with the labels that name it.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value);
