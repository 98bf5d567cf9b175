using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Grpc.AspNetCore on Kestrel alone: HTTP/2 with prior knowledge, plaintext, on one TCP address or Unix socket.</summary>
internal sealed class GrpcServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ListenOptions _listener;
    private readonly GrpcServerOptions _options;
    private readonly Lock _lock = new();
    private Task? _stopped;

    private GrpcServer(WebApplication application, ListenOptions listener, GrpcServerOptions options) =>
        (_application, _listener, _options) = (application, listener, options);

    /// <summary>The bound address, with the real port.</summary>
    public EndPoint EndPoint => _listener.EndPoint;

    /// <summary>What its services are made of.</summary>
    public IServiceProvider Services => _application.Services;

    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="add">Registers the services as singletons; any other lifetime makes them anew for each call.</param>
    /// <param name="map">Maps them.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<GrpcServer> StartAsync(
        GrpcServerOptions options, Action<IServiceCollection> add, Action<IEndpointRouteBuilder> map, CancellationToken cancellationToken)
    {
        if (options.EndPoint is UnixDomainSocketEndPoint socket) UnixSocketFile.RemoveStale(socket.ToString());
        ListenOptions? listener = null;
        var builder = CreateBuilder(options, listen => listener = listen);
        add(builder.Services);
        var application = builder.Build();
        try
        {
            map(application);
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
            return new GrpcServer(application, listener!, options);
        }
        catch
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Tells held streams to end (<see cref="IHostApplicationLifetime.ApplicationStopping"/>), accepts no new calls, waits for those under
    /// way, then cuts their connections, which cancels them.
    /// </summary>
    /// <param name="cancellationToken">Cuts the wait short.</param>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock) return _stopped ??= DrainAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
    }

    private async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.DrainTimeout, _options.TimeProvider);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await _application.StopAsync(patience.Token).ConfigureAwait(false);
    }

    // The empty builder reads no settings from the environment or from files that happen to lie in the working directory.
    private static WebApplicationBuilder CreateBuilder(GrpcServerOptions options, Action<ListenOptions> onListen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory).AddSingleton<IHostLifetime, NoLifetime>().AddSingleton<SmallMessages>();
        builder.Services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = GrpcLimits.MaxReceiveMessageSize;
            // On one machine packing costs more than it saves.
            if (options.EndPoint is UnixDomainSocketEndPoint) return;
            grpc.ResponseCompressionAlgorithm = "gzip";
            grpc.ResponseCompressionLevel = CompressionLevel.Fastest;
            grpc.Interceptors.Add<SmallMessages>();
        });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            GrpcLimits.Apply(kestrel.Limits);
            if (options.EndPoint is UnixDomainSocketEndPoint socket) kestrel.ListenUnixSocket(socket.ToString(), Listen);
            else kestrel.Listen(options.EndPoint, Listen);
        });
        return builder;

        void Listen(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            onListen(listen);
        }
    }

    /// <summary>Leaves the signals of the process to the program.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
