using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Where a streaming handler writes its responses, one at a time.</summary>
public sealed class GrpcResponseStream<TResponse>
    where TResponse : IMessage<TResponse>
{
    private readonly GrpcMessageWriter _writer;

    internal GrpcResponseStream(GrpcMessageWriter writer) => _writer = writer;

    /// <summary>Sends one message. Completes when the transport accepts more, so a slow reader slows the handler instead of filling memory.</summary>
    /// <exception cref="OperationCanceledException">The call is over: cancelled, past its deadline, or its handler has returned.</exception>
    /// <exception cref="InvalidOperationException">The previous write has not completed.</exception>
    public ValueTask WriteAsync(TResponse message) => _writer.WriteAsync(message);
}
