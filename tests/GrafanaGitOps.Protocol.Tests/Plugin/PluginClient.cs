using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Plugin;

namespace GrafanaGitOps.Protocol.Tests.Plugin;

/// <summary>A plugin server in the test's process, and a bare gRPC client for it: for what no well-behaved host would send.</summary>
internal sealed class PluginClient : IAsyncDisposable
{
    private const int HeaderSize = 5;

    private readonly HttpClient _http;

    private PluginClient(PluginServer server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler())
        {
            BaseAddress = new Uri($"http://{server.EndPoint}"),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }

    public PluginServer Server { get; }

    public static async Task<PluginClient> StartAsync(PluginHandlers handlers, TestLogs logs, string? token = null, bool spawned = false)
    {
        var options = new PluginServerOptions { Spawned = spawned, EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Token = token };
        return new(await PluginServer.StartAsync(options, handlers, logs, TimeProvider.System, TestContext.Current.CancellationToken));
    }

    public async Task<TResponse> CallAsync<TResponse>(string method, IMessage request, MessageParser<TResponse> parser)
        where TResponse : IMessage<TResponse> => Assert.Single(await StreamAsync(method, request, parser));

    /// <summary>All responses; a <see cref="GrpcException"/> for any status but OK.</summary>
    public async Task<List<TResponse>> StreamAsync<TResponse>(
        string method, IMessage request, MessageParser<TResponse> parser, Action<TResponse>? onMessage = null)
        where TResponse : IMessage<TResponse>
    {
        using var response = await SendAsync(method, request);
        await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var messages = new List<TResponse>();
        while (await ReadAsync(body, HeaderSize) is { Length: HeaderSize } header)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1));
            messages.Add(parser.ParseFrom(await ReadAsync(body, length)));
            onMessage?.Invoke(messages[^1]);
        }

        var status = (GrpcStatusCode)int.Parse(Trailer(response, "grpc-status"), System.Globalization.CultureInfo.InvariantCulture);
        return status == GrpcStatusCode.Ok ? messages : throw new GrpcException(status, Uri.UnescapeDataString(Trailer(response, "grpc-message")));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    private Task<HttpResponseMessage> SendAsync(string method, IMessage request)
    {
        var body = new byte[HeaderSize + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(1), body.Length - HeaderSize);
        request.WriteTo(body.AsSpan(HeaderSize));
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/grpc") } };
        var message = new HttpRequestMessage(HttpMethod.Post, method) { Content = content, Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.TE.Add(new("trailers"));
        return _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    // Fewer bytes than asked for only at the end.
    private static async Task<byte[]> ReadAsync(Stream body, int count)
    {
        var buffer = new byte[count];
        var read = await body.ReadAtLeastAsync(buffer, count, throwOnEndOfStream: false, TestContext.Current.CancellationToken);
        return buffer[..read];
    }

    private static string Trailer(HttpResponseMessage response, string name) =>
        (response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values)) ? values.First() : "";
}
