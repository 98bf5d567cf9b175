using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace GrafanaGitOps.Testing;

/// <summary>A real Prometheus on loopback, which scrapes the given targets each second. Tests skip (fail in CI) where it is not installed.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly Process _process;
    private readonly HttpClient _http;

    private PrometheusServer(DirectoryInfo folder, Process process, Uri address)
    {
        (_folder, _process, Address) = (folder, process, address);
        _http = new HttpClient { BaseAddress = address };
    }

    public Uri Address { get; }

    /// <summary>Starts one that scrapes <c>/metrics</c> of a host and port.</summary>
    public static Task<PrometheusServer> StartAsync(string target) => StartWithAsync(
        $$"""
        global: {scrape_interval: 1s}
        scrape_configs:
          - job_name: test
            static_configs: [{targets: ["{{target}}"]}]
        """);

    /// <summary>Starts one with a configuration file's text.</summary>
    public static async Task<PrometheusServer> StartWithAsync(string configuration)
    {
        var program = Prerequisite.Program("prometheus");
        var folder = Directory.CreateTempSubdirectory("gitops-prometheus-");
        var file = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(file, configuration);
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");
        var start = new ProcessStartInfo(program,
            [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address.Authority}", "--log.level=error"]);
        var server = new PrometheusServer(folder, Process.Start(start)!, address);
        await Wait.UntilAsync(server.IsReadyAsync, () => "Prometheus is not ready");
        return server;
    }

    /// <summary>Waits until an instant query has a result.</summary>
    public Task UntilSeriesAsync(string query) => Wait.UntilAsync(async () => await CountAsync(query) > 0, () => $"no result for {query}");

    /// <summary>How many series an instant query returns.</summary>
    public async Task<int> CountAsync(string query)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(new Uri($"api/v1/query?query={Uri.EscapeDataString(query)}", UriKind.Relative)));
        return json.RootElement.GetProperty("data").GetProperty("result").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
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
