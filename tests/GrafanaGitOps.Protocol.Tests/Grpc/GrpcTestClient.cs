using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>What came back: HTTP status, headers, the body's bytes, and the trailers (or the headers, when there was nothing else).</summary>
internal sealed record RawResponse(HttpStatusCode HttpStatus, HttpHeaders Headers, byte[] Body, HttpHeaders Trailers)
{
    public string? Status => Value("grpc-status");

    public string? Detail => Value("grpc-message");

    public string? Value(string key) =>
        Trailers.NonValidated.TryGetValues(key, out var values) || Headers.NonValidated.TryGetValues(key, out values) ? values.ToString() : null;
}

/// <summary>Sends requests that no gRPC client would send.</summary>
internal sealed class GrpcTestClient(string address) : IDisposable
{
    private const string UnixPrefix = "unix:";

    private readonly HttpClient _client = address.StartsWith(UnixPrefix, StringComparison.Ordinal)
        ? new(new SocketsHttpHandler { ConnectCallback = (_, cancellationToken) => ConnectAsync(address[UnixPrefix.Length..], cancellationToken) }) { BaseAddress = new Uri("http://localhost") }
        : new() { BaseAddress = new Uri($"http://{address}") };

    public static byte[] Frame(IMessage message) => Frame(message.ToByteArray());

    public static byte[] Frame(byte[] payload, byte flags = 0)
    {
        var frame = new byte[5 + payload.Length];
        frame[0] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame, 5);
        return frame;
    }

    public static HttpRequestMessage Request(string path, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    public Task<RawResponse> CallAsync(string method, byte[] body, params (string Name, string Value)[] headers) =>
        SendAsync(Request($"/{EchoService.Name}/{method}", body, headers));

    /// <summary>Returns as soon as headers are there; the body is read when asked for.</summary>
    public Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request) =>
        _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    public async Task<RawResponse> SendAsync(HttpRequestMessage request)
    {
        using var response = await OpenAsync(request);
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new RawResponse(response.StatusCode, response.Headers, body, response.TrailingHeaders);
    }

    public void Dispose() => _client.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
