using GrafanaGitOps.Protocol.Grpc;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>'Save &amp; test', and the companion's own metrics.</summary>
internal sealed class DiagnosticsService(PluginHandlers handlers, CompanionToken token, ILogger logger)
{
    public async Task<Proto.CheckHealthResponse> CheckHealthAsync(Proto.CheckHealthRequest request, GrpcCall call) =>
        ConvertToProto.Health(await CheckHealthAsync(ConvertFromProto.Context(request.PluginContext), call).ConfigureAwait(false));

    // The one call without a token: it tells nothing of what is watched.
    public async Task<Proto.CollectMetricsResponse> CollectMetricsAsync(GrpcCall call)
    {
        try
        {
            return ConvertToProto.Metrics(await handlers.CollectMetrics(call.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (!call.CancellationToken.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Internal, PluginErrors.Text(PluginErrors.Explain(exception, "The collection of metrics", logger)));
        }
    }

    private async Task<HealthResult> CheckHealthAsync(PluginContext context, GrpcCall call)
    {
        if (!token.Admits(context))
        {
            Log.TokenRefused(logger, call.Method, call.Peer);
            return new(false, CompanionToken.Refusal);
        }

        try
        {
            return await handlers.CheckHealth(context, call.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!call.CancellationToken.IsCancellationRequested)
        {
            return new(false, PluginErrors.Text(PluginErrors.Explain(exception, "The health check", logger)));
        }
    }
}
