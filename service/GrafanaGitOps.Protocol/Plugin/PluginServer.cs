using System.Net;
using GrafanaGitOps.Protocol.Grpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Serves Grafana's backend plugin protocol (<c>pluginv2</c>) and what a go-plugin peer calls besides.</summary>
public sealed class PluginServer : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly GrpcServer _server;
    private readonly SocketFolder? _socketFolder;

    private PluginServer(ILogger logger, GrpcServer server, SocketFolder? socketFolder)
    {
        (_logger, _server, _socketFolder) = (logger, server, socketFolder);
        HandshakeLine = Handshake.Line(server.EndPoint);
        ShutdownRequested = server.Services.GetRequiredService<GoPluginController>().ShutdownRequested;
    }

    /// <summary>The line for stdout: <c>1|2|unix|/path|grpc</c> or <c>1|2|tcp|host:port|grpc</c>.</summary>
    public string HandshakeLine { get; }

    /// <summary>Where it listens, with the real port.</summary>
    public EndPoint EndPoint => _server.EndPoint;

    /// <summary>Completes when Grafana asked a spawned process to shut down; never for a companion.</summary>
    public Task ShutdownRequested { get; }

    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    public static async Task<PluginServer> StartAsync(
        PluginServerOptions options,
        PluginHandlers handlers,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger<PluginServer>();
        var socketFolder = options.EndPoint is null ? SocketFolder.Create() : null;
        var drainTimeout = options.Spawned ? PluginLimits.SpawnedDrainTimeout : PluginLimits.CompanionDrainTimeout;
        try
        {
            var server = await GrpcServer.StartAsync(
                new(options.EndPoint ?? socketFolder!.Socket, loggerFactory, timeProvider, drainTimeout),
                services => Add(services, options, handlers),
                Map,
                cancellationToken).ConfigureAwait(false);
            Log.Serving(logger, server.EndPoint);
            return new(logger, server, socketFolder);
        }
        catch
        {
            socketFolder?.Dispose();
            throw;
        }
    }

    /// <summary>Ends streams, accepts no new calls and waits for those under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _server.StopAsync(cancellationToken).ConfigureAwait(false);
        Log.Stopped(_logger, EndPoint);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        _socketFolder?.Dispose();
    }

    private static void Add(IServiceCollection services, PluginServerOptions options, PluginHandlers handlers) => services
        .AddSingleton(options)
        .AddSingleton(handlers)
        .AddSingleton(new CompanionToken(options.Token))
        .AddSingleton<DataService>()
        .AddSingleton<DiagnosticsService>()
        .AddSingleton<ResourceService>()
        .AddSingleton<StreamService>()
        .AddSingleton<HealthService>()
        .AddSingleton<GoPluginController>()
        .AddSingleton<GoPluginStdio>()
        .AddSingleton<GoPluginBroker>();

    /// <summary>The experimental AdmissionControl and ResourceConversion are left out and thereby answered with UNIMPLEMENTED.</summary>
    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGrpcService<DataService>();
        routes.MapGrpcService<DiagnosticsService>();
        routes.MapGrpcService<ResourceService>();
        routes.MapGrpcService<StreamService>();
        routes.MapGrpcService<HealthService>();
        routes.MapGrpcService<GoPluginController>();
        routes.MapGrpcService<GoPluginStdio>();
        routes.MapGrpcService<GoPluginBroker>();
    }
}
