using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Serves Grafana's backend plugin protocol (<c>pluginv2</c>) and what a go-plugin peer calls besides.</summary>
public sealed class PluginServer : IAsyncDisposable
{
    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    public static Task<PluginServer> StartAsync(
        PluginServerOptions options,
        PluginHandlers handlers,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The line for stdout: <c>1|2|unix|/path|grpc</c> or <c>1|2|tcp|host:port|grpc</c>.</summary>
    public string HandshakeLine => throw new NotImplementedException();

    /// <summary>Completes when Grafana asked a spawned process to shut down; never for a companion.</summary>
    public Task ShutdownRequested => throw new NotImplementedException();

    /// <summary>Accepts no new calls, waits for those under way, ends streams.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
