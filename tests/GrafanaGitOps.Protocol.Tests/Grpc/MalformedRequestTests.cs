using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>Requests that no gRPC client sends: each gets its status, and the connection goes on.</summary>
public sealed class MalformedRequestTests
{
    private static readonly byte[] Hello = GrpcTestClient.Frame(new EchoRequest { Payload = ByteString.CopyFromUtf8("hello") });

    public static TheoryData<string, byte[], int> Bodies => new()
    {
        { "no message", [], 13 },
        { "two messages", [.. Hello, .. Hello], 13 },
        { "a message and a part of one", [.. Hello, 0, 0], 13 },
        { "a part of the header", [0, 0, 0], 13 },
        { "a part of the message", Hello[..^1], 13 },
        { "a length over the limit", [0, 0x01, 0, 0, 1], 8 },
        { "the largest length", [0, 0xff, 0xff, 0xff, 0xff], 2 },
        { "unknown flags", [2, .. Hello[1..]], 2 },
        { "compressed without an encoding", [1, .. Hello[1..]], 13 },
        { "no protobuf", GrpcTestClient.Frame([0xff, 0xff]), 2 },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Body_malformed_endsWithItsStatus(string what, byte[] body, int status)
    {
        await using var server = await EchoServer.StartAsync();
        server.Logs.Expect("Error when executing service method 'Unary'.");
        using var client = new GrpcTestClient(server.Address);
        var response = await client.CallAsync("Unary", body);
        (what, response.HttpStatus, response.Status).Should().Be((what, HttpStatusCode.OK, $"{status}"));
        response.Body.Should().BeEmpty();
        (await client.CallAsync("Unary", Hello)).Status.Should().Be("0");
    }

    [Theory]
    [InlineData("application/grpc", 200)]
    [InlineData("application/grpc+proto", 200)]
    [InlineData("application/grpc; charset=utf-8", 200)]
    [InlineData("application/grpc-web", 415)]
    [InlineData("application/grpcx", 415)]
    [InlineData("application/json", 415)]
    [InlineData(null, 415)]
    public async Task ContentType_getsHttpStatus(string? contentType, int status)
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request($"/{EchoService.Name}/Unary", Hello);
        request.Content!.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        ((int)(await client.SendAsync(request)).HttpStatus).Should().Be(status);
    }

    [Fact]
    public async Task Method_otherThanPost_isNotFound()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request($"/{EchoService.Name}/Unary", Hello);
        request.Method = HttpMethod.Put;
        (await client.SendAsync(request)).HttpStatus.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Path_unknown_isUnimplementedInTrailersOnly()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        var response = await client.CallAsync("Missing", Hello);
        response.HttpStatus.Should().Be(HttpStatusCode.OK);
        response.Status.Should().Be("12");
        response.Trailers.Should().BeEmpty();
    }

    [Fact]
    public async Task Gzip_thatIsABomb_endsAtTheLimit()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        var bomb = GrpcTestClient.Frame(Compress(new byte[50_000_000]), flags: 1);
        (await client.CallAsync("Unary", bomb, ("grpc-encoding", "gzip"))).Status.Should().Be("8");
    }

    [Fact]
    public async Task Gzip_thatIsCorruptOrCut_isRefused()
    {
        await using var server = await EchoServer.StartAsync();
        server.Logs.Expect("Error when executing service method 'Unary'.");
        using var client = new GrpcTestClient(server.Address);
        var whole = Compress(new EchoRequest { Payload = ByteString.CopyFrom(new byte[1000]) }.ToByteArray());
        foreach (var payload in new[] { whole[..^12], [1, 2, 3], [.. whole[..15], .. new byte[8]] })
            (await client.CallAsync("Unary", GrpcTestClient.Frame(payload, flags: 1), ("grpc-encoding", "gzip"))).Status.Should().NotBe("0");
    }

    [Fact]
    public async Task Http1_isRefusedWithoutAnError()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.Server.EndPoint, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("POST /x HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Should().StartWith("HTTP/1.1 400 Bad Request\r\n");
    }

    [Fact]
    public async Task Bytes_thatAreNoHttp_endTheConnectionWithoutAnError()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.Server.EndPoint, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Enumerable.Repeat((byte)0xff, 4096).ToArray(), TestContext.Current.CancellationToken);
        using var all = new MemoryStream();
        try
        {
            await client.GetStream().CopyToAsync(all, TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // The server may close before it has read everything, which resets the connection.
        }

        client.Client.Poll(0, SelectMode.SelectRead).Should().BeTrue();
    }

    private static byte[] Compress(byte[] content)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Optimal)) gzip.Write(content);
        return output.ToArray();
    }
}
