using System.IO.Compression;
using Google.Protobuf;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>What goes over the wire, seen without a gRPC client that would do its own part.</summary>
public sealed class GrpcCallTests
{
    private const int HeaderSize = 5;

    private static readonly byte[] Empty = GrpcTestClient.Frame(new EchoRequest());

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handler_thatThrows_isUnknownAndLoggedOnceWithoutTellingThePeer()
    {
        await using var server = await EchoServer.StartAsync();
        server.Logs.Expect("secret of the handler");
        using var client = new GrpcTestClient(server.Address);
        var response = await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest { Crash = true }));
        (response.Status, response.Detail).Should().Be(("2", "Exception was thrown by handler."));
        server.Logs.Lines.Should().ContainSingle(line => line.Contains("secret of the handler", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, "snappy,gzip", true)]
    [InlineData(false, "identity", false)]
    [InlineData(true, "snappy,gzip", false)]
    public async Task Response_isCompressedWhenThePeerReadsGzipAndIsNotOnTheSameMachine(bool unixSocket, string accepted, bool compressed)
    {
        await using var server = await EchoServer.StartAsync(unixSocket);
        using var client = new GrpcTestClient(server.Address);
        var payload = ByteString.CopyFrom(new byte[100_000]);
        var response = await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest { Payload = payload }), ("grpc-accept-encoding", accepted));
        response.Value("grpc-encoding").Should().Be(compressed ? "gzip" : null);
        ((int)response.Body[0]).Should().Be(compressed ? 1 : 0);
        var body = new MemoryStream(response.Body[HeaderSize..]);
        using Stream message = compressed ? new GZipStream(body, CompressionMode.Decompress) : body;
        EchoResponse.Parser.ParseFrom(message).Payload.Should().Equal(payload);
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
        for (var i = 0; i < 100; i++) (await client.CallAsync("Unary", Empty)).Status.Should().Be("0");
        (server.Service.Written * Size).Should().BeInRange(1, 4 * 1024 * 1024);
        response.Dispose();
        await server.Service.Cancelled.WaitAsync(Cancellation);
    }
}
