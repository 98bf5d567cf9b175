using System.Net;
using System.Net.Sockets;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Plugin;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>A running server with the echo and health services; fails the test on dispose when an error was logged that nobody expected.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

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

    /// <param name="unixSocket">Instead of TCP.</param>
    /// <param name="timeProvider">The clock of <see cref="DrainTimeout"/>.</param>
    public static async Task<EchoServer> StartAsync(bool unixSocket = false, TimeProvider? timeProvider = null)
    {
        var service = new EchoService();
        var logs = new TestLogs();
        var folder = unixSocket ? Directory.CreateTempSubdirectory("grpc-").FullName : null;
        EndPoint endPoint = folder is null ? new IPEndPoint(IPAddress.Loopback, 0) : new UnixDomainSocketEndPoint(Path.Combine(folder, "socket"));
        var server = await GrpcServer.StartAsync(
            new(endPoint, logs, timeProvider ?? TimeProvider.System, DrainTimeout),
            services => services.AddSingleton(service).AddSingleton<HealthService>(),
            routes =>
            {
                routes.MapGrpcService<EchoService>();
                routes.MapGrpcService<HealthService>();
            },
            TestContext.Current.CancellationToken);
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
