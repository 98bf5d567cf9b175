using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>Start and stop, sockets, limits of connections.</summary>
public sealed class GrpcServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_withCallUnderWay_letsItFinish()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        using var request = Stream(new EchoRequest { Responses = 1, IgnoreCancellation = true });
        using var response = await client.OpenAsync(request);
        var stopped = server.Server.StopAsync(Cancellation);
        stopped.IsCompleted.Should().BeFalse();
        server.Service.EndTest();
        await response.Content.ReadAsByteArrayAsync(Cancellation);
        response.TrailingHeaders.GetValues("grpc-status").Single().Should().Be("0");
        await stopped;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_withCallThatDoesNotEnd_cutsItAfterTheDrainTimeout(bool obedient)
    {
        var time = new FakeTimeProvider();
        await using var server = await EchoServer.StartAsync(timeProvider: time);
        using var client = new GrpcTestClient(server.Address);
        using var request = Stream(new EchoRequest { Responses = 1, Wait = obedient, IgnoreCancellation = !obedient });
        using var response = await client.OpenAsync(request);
        var stopped = server.Server.StopAsync(Cancellation);
        time.Advance(EchoServer.DrainTimeout - TimeSpan.FromTicks(1));
        stopped.IsCompleted.Should().BeFalse();
        time.Advance(TimeSpan.FromTicks(1));
        await stopped;
        await FluentActions.Awaiting(() => response.Content.ReadAsByteArrayAsync(Cancellation)).Should().ThrowAsync<Exception>();
        if (obedient) await server.Service.Cancelled.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Stop_thatIsCutShort_cutsCallsAtOnce()
    {
        await using var server = await EchoServer.StartAsync(timeProvider: new FakeTimeProvider());
        using var client = new GrpcTestClient(server.Address);
        using var request = Stream(new EchoRequest { Responses = 1, Wait = true });
        using var response = await client.OpenAsync(request);
        await server.Server.StopAsync(new CancellationToken(canceled: true));
        await server.Service.Cancelled.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Connection_thatIsIdle_staysOpen()
    {
        // Kestrel looks for idle connections at each heartbeat.
        const int Heartbeats = 3;
        var heard = 0;
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await EchoServer.StartAsync();
        server.Service.OnUnary = call =>
        {
            call.Features.Get<IConnectionLifetimeFeature>()!.ConnectionClosed.Register(() => ended.TrySetResult("closed"));
            call.Features.Get<IConnectionHeartbeatFeature>()!.OnHeartbeat(_ =>
            {
                if (Interlocked.Increment(ref heard) == Heartbeats) ended.TrySetResult("alive");
            }, call);
        };
        using var client = new GrpcTestClient(server.Address);

        await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest()));

        (await ended.Task.WaitAsync(Cancellation)).Should().Be("alive");
    }

    [Fact]
    public async Task Connection_isToldItsLimits()
    {
        const int MaxConcurrentStreams = 3;
        const int InitialWindowSize = 4;
        const int MaxHeaderListSize = 6;
        await using var server = await EchoServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.Server.EndPoint, Cancellation);
        byte[] emptySettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        await client.GetStream().WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. emptySettings], Cancellation);

        var header = new byte[9];
        await client.GetStream().ReadExactlyAsync(header, Cancellation);
        header[3].Should().Be(4);
        var settings = new byte[(header[1] << 8) + header[2]];
        await client.GetStream().ReadExactlyAsync(settings, Cancellation);
        var values = settings.Chunk(6).ToDictionary(
            entry => (int)BinaryPrimitives.ReadUInt16BigEndian(entry), entry => BinaryPrimitives.ReadInt32BigEndian(entry.AsSpan(2)));
        (values[MaxConcurrentStreams], values[InitialWindowSize], values[MaxHeaderListSize]).Should().Be((1000, 1 << 20, 1 << 16));
    }

    [Fact]
    public async Task Metadata_overItsLimit_isRefused()
    {
        await using var server = await EchoServer.StartAsync();
        using var client = new GrpcTestClient(server.Address);
        var empty = GrpcTestClient.Frame(new EchoRequest());
        (await client.CallAsync("Unary", empty, ("x", new string('x', 30_000)))).Status.Should().Be("0");
        await FluentActions.Awaiting(() => client.CallAsync("Unary", empty, ("x", new string('x', 40_000))))
            .Should().ThrowExactlyAsync<HttpRequestException>();
        (await client.CallAsync("Unary", empty)).Status.Should().Be("0");
    }

    [Fact]
    public async Task UnixSocket_ofDeadProcess_isReplacedAndRemovedAtStop()
    {
        using var folder = new TemporarySocket();
        using (var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            dead.Bind(folder.EndPoint);
            // A copy stays when .NET removes the file of a socket that is disposed.
            File.Move(folder.Path, folder.Path + ".kept");
        }

        File.Move(folder.Path + ".kept", folder.Path);
        var server = await StartAsync(folder.EndPoint);
        await server.DisposeAsync();
        File.Exists(folder.Path).Should().BeFalse();
    }

    [Fact]
    public async Task UnixSocket_thatSomebodyListensOn_isLeftAlone()
    {
        using var folder = new TemporarySocket();
        await using var first = await StartAsync(folder.EndPoint);
        var exception = (await FluentActions.Awaiting(() => StartAsync(folder.EndPoint)).Should().ThrowExactlyAsync<IOException>()).Which;
        exception.Message.Should().Be($"Another process listens on {folder.Path}: stop it or choose another path.");
        File.Exists(folder.Path).Should().BeTrue();
    }

    [Fact]
    public async Task UnixSocket_whereAFileIs_isLeftAlone()
    {
        using var folder = new TemporarySocket();
        await File.WriteAllTextAsync(folder.Path, "precious", Cancellation);
        await FluentActions.Awaiting(() => StartAsync(folder.EndPoint)).Should().ThrowExactlyAsync<IOException>();
        (await File.ReadAllTextAsync(folder.Path, Cancellation)).Should().Be("precious");
    }

    private static HttpRequestMessage Stream(EchoRequest request) =>
        GrpcTestClient.Request($"/{EchoService.Name}/ServerStream", GrpcTestClient.Frame(request));

    private static Task<GrpcServer> StartAsync(EndPoint endPoint) => GrpcServer.StartAsync(
        new(endPoint, NullLoggerFactory.Instance, TimeProvider.System, EchoServer.DrainTimeout), _ => { }, _ => { }, Cancellation);

    private sealed class TemporarySocket : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpc-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "socket");

        public UnixDomainSocketEndPoint EndPoint => new(Path);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
