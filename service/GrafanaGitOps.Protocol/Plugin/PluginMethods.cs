using GrafanaGitOps.Protocol.Grpc;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>
/// Every method that a plugin's peer may call, besides gRPC's own health. The experimental AdmissionControl and
/// ResourceConversion are left out and thereby answered with UNIMPLEMENTED.
/// </summary>
internal static class PluginMethods
{
    public static GrpcMethodTable Table(
        DataService data, DiagnosticsService diagnostics, ResourceService resources, StreamService streams, GoPluginService goPlugin) =>
        new GrpcMethodTable()
            .ServerStreaming<Proto.QueryDataRequest, Proto.QueryDataResponse>(
                "pluginv2.Data", "QueryData", Proto.QueryDataRequest.Parser, data.QueryDataAsync)
            .ServerStreaming<Proto.QueryChunkedDataRequest, Proto.QueryChunkedDataResponse>(
                "pluginv2.Data", "QueryChunkedData", Proto.QueryChunkedDataRequest.Parser, data.QueryChunkedDataAsync)
            .Unary("pluginv2.Diagnostics", "CheckHealth", Proto.CheckHealthRequest.Parser, diagnostics.CheckHealthAsync)
            .Unary("pluginv2.Diagnostics", "CollectMetrics", Proto.CollectMetricsRequest.Parser, (_, call) => diagnostics.CollectMetricsAsync(call))
            .ServerStreaming<Proto.CallResourceRequest, Proto.CallResourceResponse>(
                "pluginv2.Resource", "CallResource", Proto.CallResourceRequest.Parser, resources.CallResourceAsync)
            .Unary("pluginv2.Stream", "SubscribeStream", Proto.SubscribeStreamRequest.Parser, streams.SubscribeStreamAsync)
            .ServerStreaming<Proto.RunStreamRequest, Proto.StreamPacket>(
                "pluginv2.Stream", "RunStream", Proto.RunStreamRequest.Parser, streams.RunStreamAsync)
            .Unary("pluginv2.Stream", "PublishStream", Proto.PublishStreamRequest.Parser, (_, _) => StreamService.PublishStreamAsync())
            .Unary("plugin.GRPCController", "Shutdown", Proto.GoPlugin.Empty.Parser, (_, _) => goPlugin.ShutdownAsync())
            .ServerStreaming<Proto.GoPlugin.Empty, Proto.GoPlugin.StdioData>(
                "plugin.GRPCStdio", "StreamStdio", Proto.GoPlugin.Empty.Parser, (_, _, call) => goPlugin.StreamStdioAsync(call))
            .Bidirectional<Proto.GoPlugin.ConnInfo, Proto.GoPlugin.ConnInfo>(
                "plugin.GRPCBroker", "StartStream", Proto.GoPlugin.ConnInfo.Parser, (offers, _, call) => goPlugin.StartStreamAsync(offers, call));
}
