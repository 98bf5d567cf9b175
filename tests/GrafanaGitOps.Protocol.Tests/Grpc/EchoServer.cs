using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Protocol.Grpc;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>A running server with the echo and health services; fails the test on dispose when an error was logged that nobody expected.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly string? _folder;

    private EchoServer(GrpcServer server, EchoService service, TestLogs logs, string? folder)
    {
        Server = server;
        Service = service;
        Logs = logs;
        _folder = folder;
    }

    public GrpcServer Server { get; }

    public EchoService Service { get; }

    public TestLogs Logs { get; }

    /// <summary>As gRPC clients write it.</summary>
    public string Address => Server.EndPoint is UnixDomainSocketEndPoint socket ? $"unix:{socket}" : Server.EndPoint.ToString()!;

    public static async Task<EchoServer> StartAsync(
        bool unixSocket = false, GrpcServerOptions? options = null, TimeProvider? timeProvider = null, Action<GrpcMethodTable>? add = null)
    {
        var service = new EchoService();
        var methods = service.AddTo(new GrpcHealth("plugin").AddTo(new GrpcMethodTable()));
        add?.Invoke(methods);
        var logs = new TestLogs();
        var folder = unixSocket ? Directory.CreateTempSubdirectory("grpc-").FullName : null;
        EndPoint endPoint = folder is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(Path.Combine(folder, "socket"));
        var server = await GrpcServer.StartAsync(
            endPoint, methods, options ?? new GrpcServerOptions(), logs, timeProvider ?? TimeProvider.System, TestContext.Current.CancellationToken);
        return new EchoServer(server, service, logs, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Service.EndTest();
        await Server.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        Logs.Dispose();
    }
}
