using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The one table of what a server answers: full method path to handler.</summary>
public sealed class GrpcMethodTable
{
    /// <summary>One request, one response.</summary>
    public GrpcMethodTable Unary<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<TRequest, GrpcCall, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => throw new NotImplementedException();

    /// <summary>One request, a stream of responses.</summary>
    public GrpcMethodTable ServerStreaming<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<TRequest, GrpcResponseStream<TResponse>, GrpcCall, Task> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => throw new NotImplementedException();

    /// <summary>A stream of requests, one response.</summary>
    public GrpcMethodTable ClientStreaming<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, GrpcCall, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => throw new NotImplementedException();

    /// <summary>Streams both ways.</summary>
    public GrpcMethodTable Bidirectional<TRequest, TResponse>(
        string service,
        string method,
        MessageParser<TRequest> parser,
        Func<IAsyncEnumerable<TRequest>, GrpcResponseStream<TResponse>, GrpcCall, Task> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> => throw new NotImplementedException();
}
