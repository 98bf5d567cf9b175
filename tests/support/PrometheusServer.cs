using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace GrafanaGitOps.Testing;

/// <summary>A real Prometheus on loopback, which scrapes the given targets each second. Tests skip (fail in CI) where it is not installed.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly HttpClient _http;

    // Of its own, and gone with it.
    private DirectoryInfo? _folder;

    private PrometheusServer(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Starts one that scrapes <c>/metrics</c> of a host and port.</summary>
    public static async Task<PrometheusServer> StartAsync(string target)
    {
        var folder = Directory.CreateTempSubdirectory("gitops-prometheus-");
        var file = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(file,
            $$"""
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: test
                static_configs: [{targets: ["{{target}}"]}]
            """);
        var server = await StartAsync(file, Path.Combine(folder.FullName, "data"));
        server._folder = folder;
        return server;
    }

    /// <summary>Starts one with a configuration file, on a folder that may hold series already.</summary>
    public static async Task<PrometheusServer> StartAsync(string configuration, string data)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");
        string[] arguments =
            [$"--config.file={configuration}", $"--storage.tsdb.path={data}", $"--web.listen-address={address.Authority}", "--log.level=warn"];
        var server = new PrometheusServer(Process.Start(new ProcessStartInfo(Prerequisite.Program("prometheus"), arguments))!, address);
        await Wait.UntilAsync(server.IsReadyAsync, () => "Prometheus is not ready");
        return server;
    }

    /// <summary>What the HTTP API answers under <c>data</c>.</summary>
    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.Should().BeTrue($"{path}: {body}");
        return JsonNode.Parse(body)!["data"]!.AsObject();
    }

    /// <summary>Waits until an instant query has a result.</summary>
    public Task UntilSeriesAsync(string query) => Wait.UntilAsync(
        async () => (await GetAsync($"api/v1/query?query={Uri.EscapeDataString(query)}"))["result"]!.AsArray().Count > 0, () => $"no result for {query}");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        _process.HasExited.Should().BeFalse("Prometheus ended.");
        try
        {
            using var response = await _http.GetAsync(new Uri("-/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
