using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Live channels. Nobody may publish into them: what they say is what was observed.</summary>
internal sealed class StreamService(
    PluginHandlers handlers, CompanionToken token, IHostApplicationLifetime lifetime, ILogger<StreamService> logger) : Proto.Stream.StreamBase
{
    private const string Subject = "The live channel";

    public override async Task<Proto.SubscribeStreamResponse> SubscribeStream(Proto.SubscribeStreamRequest request, ServerCallContext context)
    {
        var subscription = ConvertFromProto.Subscription(request);
        if (!Admits(subscription, context)) return new() { Status = Proto.SubscribeStreamResponse.Types.Status.PermissionDenied };
        try
        {
            if (await handlers.Subscribe(subscription, context.CancellationToken).ConfigureAwait(false) is not { } channel)
                return new() { Status = Proto.SubscribeStreamResponse.Types.Status.NotFound };
            using var frame = await channel.Initial(context.CancellationToken).ConfigureAwait(false);
            return new() { Data = ConvertToProto.Bytes(StreamPackets.Whole(frame)) };
        }
        catch (Exception exception)
        {
            throw PluginErrors.ToStatus(exception, Subject, logger, context.CancellationToken);
        }
    }

    public override async Task RunStream(Proto.RunStreamRequest request, IServerStreamWriter<Proto.StreamPacket> responseStream, ServerCallContext context)
    {
        var run = ConvertFromProto.Run(request);
        if (!Admits(run, context)) throw new RpcException(new Status(StatusCode.PermissionDenied, CompanionToken.Refusal));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            var channel = await handlers.Subscribe(run, ending.Token).ConfigureAwait(false)
                ?? throw new RpcException(new Status(StatusCode.NotFound, "There is no such live channel."));
            var writer = new StreamPackets();
            await foreach (var frame in channel.Run(ending.Token).WithCancellation(ending.Token).ConfigureAwait(false))
                using (frame) await responseStream.WriteAsync(new() { Data = ConvertToProto.Bytes(writer.Next(frame)) }, context.CancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "The plugin is stopping."));
        }
        catch (Exception exception)
        {
            throw PluginErrors.ToStatus(exception, Subject, logger, context.CancellationToken);
        }
    }

    public override Task<Proto.PublishStreamResponse> PublishStream(Proto.PublishStreamRequest request, ServerCallContext context) =>
        Task.FromResult(new Proto.PublishStreamResponse { Status = Proto.PublishStreamResponse.Types.Status.PermissionDenied });

    private bool Admits(StreamRequest request, ServerCallContext call)
    {
        var admitted = token.Admits(request.Context);
        if (!admitted) Log.TokenRefused(logger, call.Method, call.Peer);
        return admitted;
    }
}
