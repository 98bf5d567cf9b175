using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Benchmarks;

/// <summary>
/// 1,000 signed pushes a second for 30 seconds to the published program, which keeps them in SQLite and processes them meanwhile. Each is sent
/// at its time whether or not those before it were answered, and its latency counts from then.
/// </summary>
internal static class Inbox
{
    private const int PerSecond = 1_000;
    private const int Seconds = 30;
    private const string Secret = "a secret of the benchmark";

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    public static async Task RunAsync(Report report)
    {
        var program = Path.GetFullPath("artifacts/publish/gitops");
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is not there: run scripts/publish.sh.");
        var folder = Directory.CreateTempSubdirectory("gitops-inbox-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "gitops.yaml"), $$"""
                http: { address: "127.0.0.1:0" }
                plugin: { address: "127.0.0.1:0" }
                hooks: { receivers: [ { sender: github, secret: "{{Secret}}" } ] }
                """);
            using var service = Process.Start(new ProcessStartInfo(program, ["serve", "--config", "gitops.yaml"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            })!;
            var latencies = await PushAsync(await AddressAsync(service));
            await ReportAsync(report, latencies, service, Path.Combine(folder.FullName, "data", "gitops.db"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<Uri> AddressAsync(Process service)
    {
        while (await service.StandardOutput.ReadLineAsync() is { } line)
            if (line.Contains("/metrics", StringComparison.Ordinal)) return new Uri(new Uri(line.Split(' ')[^1]), "/hooks/github");
        throw new InvalidOperationException("The program ended before it listened.");
    }

    /// <summary>Latencies of those that were acknowledged, in milliseconds.</summary>
    private static async Task<IReadOnlyCollection<double>> PushAsync(Uri address)
    {
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 100 });
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => SendAsync(client, address, -1 - number, Stopwatch.GetTimestamp(), [])));
        var latencies = new ConcurrentBag<double>();
        var sending = new List<Task>(PerSecond * Seconds);
        var started = Stopwatch.GetTimestamp();
        using var ticks = new PeriodicTimer(Tick);
        while (sending.Count < PerSecond * Seconds)
        {
            var due = Math.Min(PerSecond * Seconds, (int)(Stopwatch.GetElapsedTime(started).TotalSeconds * PerSecond));
            while (sending.Count < due)
            {
                var (number, at) = (sending.Count, started + (sending.Count * Stopwatch.Frequency / PerSecond));
                sending.Add(Task.Run(() => SendAsync(client, address, number, at, latencies)));
            }

            await ticks.WaitForNextTickAsync();
        }

        await Task.WhenAll(sending);
        return latencies;
    }

    private static async Task SendAsync(HttpClient client, Uri address, int number, long at, ConcurrentBag<double> latencies)
    {
        var body = Body(number);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", $"delivery-{number}");
        request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), body)));
        using var answer = await client.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.Accepted) latencies.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
    }

    /// <summary>As large as GitHub's own: some 7 kB.</summary>
    private static byte[] Body(int number) => Encoding.UTF8.GetBytes($$$"""
        {"ref":"refs/heads/main","before":"{{{number - 1:x40}}}","after":"{{{number:x40}}}","filler":"{{{new string('x', 6_600)}}}",
        "repository":{"clone_url":"https://github.com/org/shop.git","default_branch":"main"},"pusher":{"name":"alice"}}
        """);

    private static async Task ReportAsync(Report report, IReadOnlyCollection<double> latencies, Process service, string file)
    {
        var ended = Stopwatch.GetTimestamp();
        await using (var store = await Store.OpenAsync(new StorageOptions { Sqlite = file }, NullLoggerFactory.Instance, CancellationToken.None))
        {
            while ((await store.Inbox.ReadBacklogAsync(CancellationToken.None)).Sum(row => row.Waiting) > 0) await Task.Delay(Tick);
            report.Add("inbox, all processed after the last answer", Stopwatch.GetElapsedTime(ended).TotalMilliseconds, "ms");
            var kept = await store.Inbox.ReadAsync(new InboxFilter { Limit = int.MaxValue }, CancellationToken.None);
            report.AtMost("inbox, pushes that were lost or not acknowledged", (PerSecond * Seconds) - Math.Min(latencies.Count, kept.Count - 200), "", 0);
        }

        service.Refresh();
        var sorted = latencies.Order().ToList();
        report.Add("inbox, 1,000 pushes a second for 30 s, p50", sorted[sorted.Count / 2], "ms");
        report.AtMost("inbox, 1,000 pushes a second for 30 s, p99", sorted[sorted.Count * 99 / 100], "ms", 100);
        report.Add("inbox, peak memory", service.PeakWorkingSet64 / 1e6, "MB");
        report.Add("inbox, processor time a push", service.TotalProcessorTime.TotalMilliseconds * 1_000 / (PerSecond * Seconds), "µs");
        service.Kill();
        await service.WaitForExitAsync();
    }
}
