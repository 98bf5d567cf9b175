using GrafanaGitOps.Protocol.Grpc;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Live channels. Nobody may publish into them: what they say is what was observed.</summary>
internal sealed class StreamService(PluginHandlers handlers, CompanionToken token, ILogger logger, CancellationToken stopping)
{
    public async Task<Proto.SubscribeStreamResponse> SubscribeStreamAsync(Proto.SubscribeStreamRequest request, GrpcCall call)
    {
        var subscription = ConvertFromProto.Subscription(request);
        if (!Admits(subscription, call)) return new() { Status = Proto.SubscribeStreamResponse.Types.Status.PermissionDenied };
        return await GuardAsync(async cancellationToken =>
        {
            if (await handlers.Subscribe(subscription, cancellationToken).ConfigureAwait(false) is not { } channel)
                return new Proto.SubscribeStreamResponse { Status = Proto.SubscribeStreamResponse.Types.Status.NotFound };
            using var frame = await channel.Initial(cancellationToken).ConfigureAwait(false);
            return new() { Data = ConvertToProto.Bytes(StreamPackets.Whole(frame)) };
        }, call.CancellationToken).ConfigureAwait(false);
    }

    public async Task RunStreamAsync(Proto.RunStreamRequest request, GrpcResponseStream<Proto.StreamPacket> packets, GrpcCall call)
    {
        var run = ConvertFromProto.Run(request);
        if (!Admits(run, call)) throw new GrpcException(GrpcStatusCode.PermissionDenied, CompanionToken.Refusal);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, stopping);
        await GuardAsync(async cancellationToken =>
        {
            var channel = await handlers.Subscribe(run, cancellationToken).ConfigureAwait(false)
                ?? throw new GrpcException(GrpcStatusCode.NotFound, "There is no such live channel.");
            var writer = new StreamPackets();
            await foreach (var frame in channel.Run(cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
                using (frame) await packets.WriteAsync(new() { Data = ConvertToProto.Bytes(writer.Next(frame)) }).ConfigureAwait(false);
            return packets;
        }, ending.Token).ConfigureAwait(false);
    }

    public static Task<Proto.PublishStreamResponse> PublishStreamAsync() =>
        Task.FromResult(new Proto.PublishStreamResponse { Status = Proto.PublishStreamResponse.Types.Status.PermissionDenied });

    private bool Admits(StreamRequest request, GrpcCall call)
    {
        var admitted = token.Admits(request.Context);
        if (!admitted) Log.TokenRefused(logger, call.Method, call.Peer);
        return admitted;
    }

    private async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, "The plugin is stopping.");
        }
        catch (Exception exception) when (exception is not (GrpcException or OperationCanceledException))
        {
            var error = PluginErrors.Explain(exception, "The live channel", logger);
            throw new GrpcException(
                error.ErrorSource == ErrorSource.Downstream ? GrpcStatusCode.Unavailable : GrpcStatusCode.Internal, PluginErrors.Text(error));
        }
    }
}
