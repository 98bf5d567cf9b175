using GrafanaGitOps.Protocol.Grpc;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>What a go-plugin host calls besides Grafana's services.</summary>
internal sealed class GoPluginService(bool spawned, ILogger logger, CancellationToken stopping)
{
    /// <summary>The service that go-plugin asks gRPC's health service for.</summary>
    public const string HealthName = "plugin";

    private readonly TaskCompletionSource _shutdownRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Never completes for a companion: several Grafanas may share it, and the end of one is not the end of all.</summary>
    public Task ShutdownRequested => _shutdownRequested.Task;

    public Task<Proto.GoPlugin.Empty> ShutdownAsync()
    {
        Log.ShutdownAsked(logger, spawned ? "this process ends" : "a companion goes on");
        if (spawned) _shutdownRequested.TrySetResult();
        return Task.FromResult(new Proto.GoPlugin.Empty());
    }

    // Nothing is ever printed, and the host warns when the stream ends before the plugin does.
    public Task StreamStdioAsync(GrpcCall call) => HoldAsync(call, Task.Delay(Timeout.Infinite, call.CancellationToken));

    // Grafana asks for no further connection; what it might send is read and not answered.
    public Task StartStreamAsync(IAsyncEnumerable<Proto.GoPlugin.ConnInfo> offers, GrpcCall call) => HoldAsync(call, ReadAsync(offers));

    private async Task HoldAsync(GrpcCall call, Task ending)
    {
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, stopping);
        await ending.WaitAsync(stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task ReadAsync(IAsyncEnumerable<Proto.GoPlugin.ConnInfo> offers)
    {
        await foreach (var _ in offers.ConfigureAwait(false))
        {
        }
    }
}
