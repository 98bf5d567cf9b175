using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Where a streaming handler writes its responses.</summary>
public sealed class GrpcResponseStream<TResponse>
    where TResponse : IMessage<TResponse>
{
    /// <summary>Sends one message. Completes when the transport accepts more, so a slow reader slows the handler instead of filling memory.</summary>
    public ValueTask WriteAsync(TResponse message) => throw new NotImplementedException();
}
