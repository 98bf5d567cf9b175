using System.Text.Json;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Calls below <c>/resources/</c>: an error is an HTTP status with <c>{"message": "..."}</c>, as Grafana's own.</summary>
internal sealed class ResourceService(PluginHandlers handlers, CompanionToken token, ILogger<ResourceService> logger) : Proto.Resource.ResourceBase
{
    public override async Task CallResource(
        Proto.CallResourceRequest request, IServerStreamWriter<Proto.CallResourceResponse> responseStream, ServerCallContext context)
    {
        var response = await AnswerAsync(ConvertFromProto.Resource(request), context).ConfigureAwait(false);
        foreach (var part in ConvertToProto.Parts(response)) await responseStream.WriteAsync(part, context.CancellationToken).ConfigureAwait(false);
    }

    private async Task<ResourceResponse> AnswerAsync(ResourceRequest request, ServerCallContext call)
    {
        if (!token.Admits(request.Context))
        {
            Log.TokenRefused(logger, call.Method, call.Peer);
            return Error(new(CompanionToken.Refusal, 401, ErrorSource.Downstream));
        }

        try
        {
            return await handlers.CallResource(request, call.CancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!call.CancellationToken.IsCancellationRequested)
        {
            return Error(PluginErrors.Explain(exception, "The resource call", logger));
        }
    }

    private static ResourceResponse Error(PluginException error) => new(
        error.Status,
        "application/json",
        JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["message"] = PluginErrors.Text(error) }));
}
