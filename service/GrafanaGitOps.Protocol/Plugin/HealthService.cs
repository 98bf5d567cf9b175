using GrafanaGitOps.Protocol.Grpc.HealthMessages;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using ServingStatus = GrafanaGitOps.Protocol.Grpc.HealthMessages.HealthCheckResponse.Types.ServingStatus;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>gRPC's own health service. What runs serves: no status ever changes, but the stream that watches it ends.</summary>
internal sealed class HealthService(IHostApplicationLifetime lifetime) : Health.HealthBase
{
    /// <summary>The service that go-plugin asks for; the empty name is the server as a whole.</summary>
    private const string GoPluginName = "plugin";

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context) => IsKnown(request)
        ? Task.FromResult(new HealthCheckResponse { Status = ServingStatus.Serving })
        : throw new RpcException(new Status(StatusCode.NotFound, $"The service '{request.Service}' is not known."));

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        var status = IsKnown(request) ? ServingStatus.Serving : ServingStatus.ServiceUnknown;
        await responseStream.WriteAsync(new() { Status = status }, context.CancellationToken).ConfigureAwait(false);
        await HeldStream.HoldAsync(context, lifetime).ConfigureAwait(false);
    }

    private static bool IsKnown(HealthCheckRequest request) => request.Service is "" or GoPluginName;
}
