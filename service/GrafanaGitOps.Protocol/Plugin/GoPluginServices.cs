using GrafanaGitOps.Protocol.Plugin.Proto.GoPlugin;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>How a go-plugin host ends its plugin.</summary>
internal sealed class GoPluginController(PluginServerOptions options, ILogger<GoPluginController> logger) : GRPCController.GRPCControllerBase
{
    private readonly TaskCompletionSource _shutdownRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Never completes for a companion: several Grafanas may share it, and the end of one is not the end of all.</summary>
    public Task ShutdownRequested => _shutdownRequested.Task;

    public override Task<Empty> Shutdown(Empty request, ServerCallContext context)
    {
        Log.ShutdownAsked(logger, options.Spawned ? "this process ends" : "a companion goes on");
        if (options.Spawned) _shutdownRequested.TrySetResult();
        return Task.FromResult(new Empty());
    }
}

/// <summary>What a plugin prints. Nothing is ever printed, and the host warns when the stream ends before the plugin does.</summary>
internal sealed class GoPluginStdio(IHostApplicationLifetime lifetime) : GRPCStdio.GRPCStdioBase
{
    public override Task StreamStdio(Empty request, IServerStreamWriter<StdioData> responseStream, ServerCallContext context) =>
        HeldStream.HoldAsync(context, lifetime);
}

/// <summary>Further connections. Grafana asks for none; what it might offer is not answered.</summary>
internal sealed class GoPluginBroker(IHostApplicationLifetime lifetime) : GRPCBroker.GRPCBrokerBase
{
    public override Task StartStream(
        IAsyncStreamReader<ConnInfo> requestStream, IServerStreamWriter<ConnInfo> responseStream, ServerCallContext context) =>
        HeldStream.HoldAsync(context, lifetime);
}

/// <summary>Streams on which nothing is said.</summary>
internal static class HeldStream
{
    /// <summary>Holds the call until the peer ends it or the server stops.</summary>
    public static async Task HoldAsync(ServerCallContext context, IHostApplicationLifetime lifetime)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await Task.Delay(Timeout.Infinite, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
