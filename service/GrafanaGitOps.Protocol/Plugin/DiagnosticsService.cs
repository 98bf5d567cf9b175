using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>'Save &amp; test', and the companion's own metrics.</summary>
internal sealed class DiagnosticsService(PluginHandlers handlers, CompanionToken token, ILogger<DiagnosticsService> logger)
    : Proto.Diagnostics.DiagnosticsBase
{
    public override async Task<Proto.CheckHealthResponse> CheckHealth(Proto.CheckHealthRequest request, ServerCallContext context) =>
        ConvertToProto.Health(await CheckHealthAsync(ConvertFromProto.Context(request.PluginContext), context).ConfigureAwait(false));

    // The one call without a token: it tells nothing of what is watched.
    public override async Task<Proto.CollectMetricsResponse> CollectMetrics(Proto.CollectMetricsRequest request, ServerCallContext context)
    {
        try
        {
            return ConvertToProto.Metrics(await handlers.CollectMetrics(context.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            throw PluginErrors.ToStatus(exception, "The collection of metrics", logger, context.CancellationToken);
        }
    }

    private async Task<HealthResult> CheckHealthAsync(PluginContext context, ServerCallContext call)
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
