using System.Net;
using System.Net.Sockets;
using System.Text;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Http;
using GrafanaGitOps.Service.Inbox;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Inbox;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Telemetry;
using GrafanaGitOps.Service.Tests.Senders;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Http;

/// <summary>The HTTP port on a real socket with a real store; time stands still.</summary>
internal sealed class HookBench : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-hooks-");
    private readonly ServiceMetrics _metrics = new();
    private readonly StoreAccess _stores;
    private readonly MetricsText _text;
    private InboxIntake? _intake;
    private HttpServer? _server;

    public HookBench()
    {
        Options.Receivers.Add(new ReceiverOptions { Sender = "github", Secret = Deliveries.Secret });
        Options.Receivers.Add(new ReceiverOptions { Name = "lab", Sender = "flux", Secret = Deliveries.Secret });
        _stores = new StoreAccess(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, retry: false, Logs, Clock);
        _text = new MetricsText(_metrics, _stores, Clock, Logs);
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public TestLogs Logs { get; } = new();

    public HookOptions Options { get; } = new();

    public HttpClient Client { get; } = new();

    public Store Store => _stores.Opened.Result;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<HookBench> StartAsync(bool isStoreOpen = true)
    {
        _intake = new InboxIntake(Options, _stores, _metrics.Meter, Clock, Logs);
        var readiness = new Readiness(_stores, () => ReplicaRole.Follower, [], () => [], Clock.GetUtcNow());
        _server = await HttpServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), _text, readiness, new HookEndpoint(_intake, Clock, Logs), Logs, Cancellation);
        Client.BaseAddress = new Uri($"http://{_server.EndPoint}");
        if (isStoreOpen) _stores.BeginOpening();
        if (isStoreOpen) await _stores.Opened;
        return this;
    }

    /// <summary>A signed push of GitHub.</summary>
    public static HttpRequestMessage Push(string body, string delivery, string source = "github", string secret = Deliveries.Secret)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/hooks/{source}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-GitHub-Delivery", delivery);
        request.Headers.Add("X-Hub-Signature-256", Deliveries.Signature(body, secret));
        return request;
    }

    /// <summary>Sends it and gives status and text of the answer.</summary>
    public async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var sent = request;
        using var response = await Client.SendAsync(request, Cancellation);
        var later = response.Headers.RetryAfter is { } retry ? $" (retry after {retry})" : "";
        return $"{(int)response.StatusCode}{later} {(await response.Content.ReadAsStringAsync(Cancellation)).TrimEnd('\n')}";
    }

    /// <summary>A connection on which the text was sent.</summary>
    public async Task<TcpClient> ConnectAsync(string text)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPEndPoint.Parse(Client.BaseAddress!.Authority), Cancellation);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
        return connection;
    }

    public async Task<IReadOnlyList<InboxDelivery>> ReadAsync() => await Store.Inbox.ReadAsync(new InboxFilter { Limit = 1_000 }, Cancellation);

    public Task<string> MetricsAsync() => Client.GetStringAsync("/metrics", Cancellation);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        _intake?.Dispose();
        _text.Dispose();
        await _stores.DisposeAsync();
        _metrics.Dispose();
        _folder.Delete(recursive: true);
        Logs.Dispose();
    }
}
