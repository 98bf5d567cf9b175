using System.Net;
using GrafanaGitOps.Protocol.Grpc;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Serves Grafana's backend plugin protocol (<c>pluginv2</c>) and what a go-plugin peer calls besides.</summary>
public sealed class PluginServer : IAsyncDisposable
{
    private readonly ILogger _logger;
    private readonly GoPluginService _goPlugin;
    private readonly GrpcServer _server;
    private readonly SocketFolder? _socketFolder;
    private readonly CancellationTokenSource _stopping;
    private int _stopped;

    private PluginServer(
        ILogger logger, GoPluginService goPlugin, GrpcServer server, SocketFolder? socketFolder, CancellationTokenSource stopping)
    {
        _logger = logger;
        _goPlugin = goPlugin;
        _server = server;
        _socketFolder = socketFolder;
        _stopping = stopping;
        HandshakeLine = Handshake.Line(server.EndPoint);
    }

    /// <summary>The line for stdout: <c>1|2|unix|/path|grpc</c> or <c>1|2|tcp|host:port|grpc</c>.</summary>
    public string HandshakeLine { get; }

    /// <summary>Where it listens, with the real port.</summary>
    public EndPoint EndPoint => _server.EndPoint;

    /// <summary>Completes when Grafana asked a spawned process to shut down; never for a companion.</summary>
    public Task ShutdownRequested => _goPlugin.ShutdownRequested;

    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    public static async Task<PluginServer> StartAsync(
        PluginServerOptions options,
        PluginHandlers handlers,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        var logger = loggerFactory.CreateLogger<PluginServer>();
        var stopping = new CancellationTokenSource();
        var goPlugin = new GoPluginService(options.Spawned, logger, stopping.Token);
        var methods = Methods(handlers, new CompanionToken(options.Token), goPlugin, logger, stopping.Token);
        var socketFolder = options.EndPoint is null ? SocketFolder.Create() : null;
        try
        {
            var server = await GrpcServer.StartAsync(
                options.EndPoint ?? socketFolder!.Socket, methods, Limits(options.Spawned), loggerFactory, timeProvider, cancellationToken).ConfigureAwait(false);
            Log.Serving(logger, server.EndPoint);
            return new(logger, goPlugin, server, socketFolder, stopping);
        }
        catch
        {
            socketFolder?.Dispose();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>Ends streams, accepts no new calls and waits for those under way.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 1) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _server.StopAsync(cancellationToken).ConfigureAwait(false);
        Log.Stopped(_logger, EndPoint);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        _socketFolder?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>go-plugin kills a process 2 s after it asked for the shutdown, so a spawned one must be done before.</summary>
    private static GrpcServerOptions Limits(bool spawned) =>
        spawned ? new() { DrainTimeout = PluginLimits.SpawnedDrainTimeout } : new();

    private static GrpcMethodTable Methods(
        PluginHandlers handlers, CompanionToken token, GoPluginService goPlugin, ILogger logger, CancellationToken stopping) =>
        new GrpcHealth(GoPluginService.HealthName).AddTo(
            PluginMethods.Table(
                new DataService(handlers, token, logger),
                new DiagnosticsService(handlers, token, logger),
                new ResourceService(handlers, token, logger),
                new StreamService(handlers, token, logger, stopping),
                goPlugin),
            stopping);
}
