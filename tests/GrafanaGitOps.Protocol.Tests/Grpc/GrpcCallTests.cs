using System.IO.Compression;
using System.Text;
using Google.Protobuf;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>How a call ends, and what goes over the wire, seen without a gRPC client that would do its own part.</summary>
public sealed class GrpcCallTests
{
    private static readonly byte[] Empty = GrpcTestClient.Frame(new EchoRequest());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deadline_withHandlerThatIgnoresIt_isAnsweredAndLaterWritesAreRefused()
    {
        var started = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        var late = new TaskCompletionSource<Exception?>();
        var time = new ManualTimeProvider();
        await using var server = await EchoServer.StartAsync(timeProvider: time, add: methods => methods.Bidirectional<EchoRequest, EchoResponse>(
            "test", "Deaf", EchoRequest.Parser, async (requests, responses, call) =>
            {
                Assert.Equal(time.GetUtcNow() + TimeSpan.FromSeconds(5), call.Deadline);
                started.SetResult();
                await goOn.Task;
                late.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(new EchoResponse()).AsTask()));
                await foreach (var request in requests) Assert.Fail("The call was over.");
            }));
        using var client = new GrpcTestClient(server.Address);
        var call = client.SendAsync(GrpcTestClient.Request("/test/Deaf", Empty, ("grpc-timeout", "5S")));
        await started.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("4", (await call).Status);
        goOn.SetResult();
        Assert.IsType<OperationCanceledException>(await late.Task.WaitAsync(Cancellation));
        Assert.Equal("0", (await client.CallAsync("Unary", Empty)).Status);
    }

    [Fact]
    public async Task Deadline_cancelsTheHandler()
    {
        var time = new ManualTimeProvider();
        await using var server = await EchoServer.StartAsync(timeProvider: time);
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request(
            $"/{EchoService.Name}/ServerStream", GrpcTestClient.Frame(new EchoRequest { Responses = 1, Wait = true }), ("grpc-timeout", "1M"));
        using var response = await client.OpenAsync(request);
        time.Advance(TimeSpan.FromMinutes(1));
        await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal("4", response.TrailingHeaders.GetValues("grpc-status").Single());
        await server.Service.Cancelled.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Handler_thatThrows_isUnknownAndLoggedOnceWithoutTellingThePeer()
    {
        await using var server = await EchoServer.StartAsync();
        server.Logs.Expect("secret of the handler");
        using var client = new GrpcTestClient(server.Address);
        var response = await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest { Crash = true }));
        Assert.Equal(("2", "The handler failed; the server's log says why."), (response.Status, response.Detail));
        Assert.Single(server.Logs.Lines, line => line.Contains("secret of the handler", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Error_afterHandlerSetHeaders_keepsHeadersAndTrailersApart()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        var response = await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest { Status = 5, Detail = "é%" }), ("echo-bin", "AAE="));
        Assert.Equal(("5", "%C3%A9%25"), (response.Status, response.Detail));
        Assert.Equal("AAE", response.Headers.GetValues("echo-bin").Single());
        Assert.Equal("AAE", response.Trailers.GetValues("trailing-echo-bin").Single());
    }

    [Theory]
    [InlineData(100, true, false)]
    [InlineData(100_000, true, true)]
    [InlineData(100_000, false, false)]
    public async Task Response_isCompressedWhenLargeAndThePeerReadsGzip(int size, bool accepts, bool compressed)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        var payload = ByteString.CopyFrom(new byte[size]);
        var response = await client.CallAsync(
            "Unary", GrpcTestClient.Frame(new EchoRequest { Payload = payload }), ("grpc-accept-encoding", accepts ? "deflate, gzip" : "identity"));
        Assert.Equal(accepts ? "gzip" : null, response.Value("grpc-encoding"));
        Assert.Equal(compressed ? 1 : 0, response.Body[0]);
        var body = new MemoryStream(response.Body[GrpcFrame.HeaderSize..]);
        using Stream message = compressed ? new GZipStream(body, CompressionMode.Decompress) : body;
        Assert.Equal(payload, EchoResponse.Parser.ParseFrom(message).Payload);
    }

    [Fact]
    public async Task Write_whileThePeerDoesNotRead_waits()
    {
        const int Size = 64 * 1024;
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request(
            $"/{EchoService.Name}/ServerStream", GrpcTestClient.Frame(new EchoRequest { ResponseSize = Size, Responses = 2000 }));
        using var response = await client.OpenAsync(request);
        await server.Service.FirstWritten.WaitAsync(Cancellation);
        // Other calls on the connection go on meanwhile.
        for (var i = 0; i < 100; i++) Assert.Equal("0", (await client.CallAsync("Unary", Empty)).Status);
        Assert.InRange(server.Service.Written * Size, 1, 4 * 1024 * 1024);
        response.Dispose();
        await server.Service.Cancelled.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Write_beforeThePreviousOneCompleted_throws()
    {
        var thrown = new TaskCompletionSource<Exception?>();
        await using var server = await EchoServer.StartAsync(add: methods => methods.ServerStreaming<EchoRequest, EchoResponse>(
            "test", "Hasty", EchoRequest.Parser, async (_, responses, _) =>
            {
                var large = new EchoResponse { Payload = ByteString.CopyFrom(new byte[1024 * 1024]) };
                var waiting = Task.CompletedTask;
                while (waiting.IsCompleted) waiting = responses.WriteAsync(large).AsTask();
                thrown.SetResult(await Record.ExceptionAsync(() => responses.WriteAsync(large).AsTask()));
            }));
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request("/test/Hasty", Empty);
        using var response = await client.OpenAsync(request);
        Assert.IsType<InvalidOperationException>(await thrown.Task.WaitAsync(Cancellation));
    }

    [Fact]
    public async Task Call_tellsPeerMethodAndMetadata()
    {
        var seen = "";
        await using var server = await EchoServer.StartAsync(add: methods => methods.Unary("test", "Describe", EchoRequest.Parser, (EchoRequest _, GrpcCall call) =>
        {
            var last = Encoding.UTF8.GetString(call.RequestHeaders.GetBytes("b-bin")!);
            seen = $"{call.Method} {call.Peer[..10]} {string.Join(' ', call.RequestHeaders)} {last}";
            return Task.FromResult(new EchoResponse());
        }));
        using var client = new GrpcTestClient(server.Address);
        await client.SendAsync(GrpcTestClient.Request(
            "/test/Describe", Empty, ("a", "x"), ("b-bin", "eA==,eQ"), ("user-agent", "test"), ("authorization", "Bearer z")));
        Assert.Equal("/test/Describe 127.0.0.1: [authorization, Bearer z] [a, x] [b-bin, eA==] [b-bin, eQ] y", seen);
    }
}
