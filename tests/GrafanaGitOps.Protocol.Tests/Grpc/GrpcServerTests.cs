using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;
using Microsoft.Extensions.Logging.Abstractions;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>Start and stop, sockets, the method table.</summary>
public sealed class GrpcServerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_withCallUnderWay_letsItFinish()
    {
        var finish = new TaskCompletionSource();
        await using var server = await EchoServer.StartAsync(add: methods => methods.Unary("test", "Slow", EchoRequest.Parser, async (EchoRequest _, GrpcCall _) =>
        {
            await finish.Task;
            return new EchoResponse { Index = 7 };
        }));
        using var client = new GrpcTestClient(server.Address);
        var call = client.SendAsync(GrpcTestClient.Request("/test/Slow", GrpcTestClient.Frame(new EchoRequest())));
        await client.CallAsync("Unary", GrpcTestClient.Frame(new EchoRequest()));
        var stopped = server.Server.StopAsync(Cancellation);
        Assert.False(stopped.IsCompleted);
        finish.SetResult();
        Assert.Equal("0", (await call).Status);
        await stopped;
    }

    [Fact]
    public async Task Stop_withCallThatDoesNotEnd_cancelsItAfterTheDrainTimeout()
    {
        await using var server = await EchoServer.StartAsync(options: new GrpcServerOptions { DrainTimeout = TimeSpan.Zero });
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request($"/{EchoService.Name}/ServerStream", GrpcTestClient.Frame(new EchoRequest { Responses = 1, Wait = true }));
        using var response = await client.OpenAsync(request);
        await server.Server.StopAsync(Cancellation);
        await response.Content.ReadAsByteArrayAsync(Cancellation);
        Assert.Equal("14", response.TrailingHeaders.GetValues("grpc-status").Single());
        await server.Service.Cancelled.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Stop_withHandlerThatIgnoresIt_endsAllTheSame()
    {
        await using var server = await EchoServer.StartAsync(options: new GrpcServerOptions { DrainTimeout = TimeSpan.Zero });
        using var client = new GrpcTestClient(server.Address);
        using var request = GrpcTestClient.Request(
            $"/{EchoService.Name}/ServerStream", GrpcTestClient.Frame(new EchoRequest { Responses = 1, IgnoreCancellation = true }));
        using var response = await client.OpenAsync(request);
        await server.Server.StopAsync(Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task Connection_thatIsIdle_isNotToldToGoAway()
    {
        const int FrameHeaderSize = 9;
        const byte GoAway = 7;
        await using var server = await EchoServer.StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)server.Server.EndPoint, Cancellation);
        byte[] emptySettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
        await client.GetStream().WriteAsync((byte[])[.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. emptySettings], Cancellation);

        // Kestrel looks for idle connections once a second, and nothing tells that it did.
        using var twoHeartbeats = new CancellationTokenSource(TimeSpan.FromSeconds(2.5));
        var header = new byte[FrameHeaderSize];
        var types = new List<byte>();
        var exception = await Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                await client.GetStream().ReadExactlyAsync(header, twoHeartbeats.Token);
                types.Add(header[3]);
                await client.GetStream().ReadExactlyAsync(new byte[(header[1] << 8) + header[2]], twoHeartbeats.Token);
            }
        });
        Assert.IsAssignableFrom<OperationCanceledException>(exception);
        Assert.DoesNotContain(GoAway, types);
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
        var server = await StartAsync(folder.EndPoint, new GrpcMethodTable());
        await server.DisposeAsync();
        Assert.False(File.Exists(folder.Path));
    }

    [Fact]
    public async Task UnixSocket_thatSomebodyListensOn_isLeftAlone()
    {
        using var folder = new TemporarySocket();
        await using var first = await StartAsync(folder.EndPoint, new GrpcMethodTable());
        var exception = await Assert.ThrowsAsync<IOException>(() => StartAsync(folder.EndPoint, new GrpcMethodTable()));
        Assert.Equal($"Another process listens on {folder.Path}: stop it or choose another path.", exception.Message);
        Assert.True(File.Exists(folder.Path));
    }

    [Fact]
    public async Task UnixSocket_whereAFileIs_isLeftAlone()
    {
        using var folder = new TemporarySocket();
        await File.WriteAllTextAsync(folder.Path, "precious", Cancellation);
        await Assert.ThrowsAsync<IOException>(() => StartAsync(folder.EndPoint, new GrpcMethodTable()));
        Assert.Equal("precious", await File.ReadAllTextAsync(folder.Path, Cancellation));
    }

    [Fact]
    public async Task MethodTable_afterStart_isClosed()
    {
        var methods = new GrpcMethodTable();
        await using var server = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0), methods);
        Assert.Throws<InvalidOperationException>(() => new GrpcHealth().AddTo(methods));
    }

    [Fact]
    public void MethodTable_withMethodTwice_throws() =>
        Assert.Throws<ArgumentException>(() => new GrpcHealth().AddTo(new GrpcHealth().AddTo(new GrpcMethodTable())));

    private static Task<GrpcServer> StartAsync(EndPoint endPoint, GrpcMethodTable methods) =>
        GrpcServer.StartAsync(endPoint, methods, new GrpcServerOptions(), NullLoggerFactory.Instance, TimeProvider.System, Cancellation);

    private sealed class TemporarySocket : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("grpc-");

        public string Path => System.IO.Path.Combine(_folder.FullName, "socket");

        public UnixDomainSocketEndPoint EndPoint => new(Path);

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
