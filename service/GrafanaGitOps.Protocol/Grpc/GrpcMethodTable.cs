using System.Collections.Frozen;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The one table of what a server answers: full method path to handler. It is closed once a server has started with it.</summary>
public sealed class GrpcMethodTable
{
    private readonly Dictionary<string, GrpcMethod> _methods = new(StringComparer.Ordinal);
    private FrozenDictionary<string, GrpcMethod>? _frozen;

    /// <summary>One request, one response.</summary>
    public GrpcMethodTable Unary<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<TRequest, GrpcCall, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        Add(service, method, new UnaryMethod<TRequest, TResponse>(parser, handler));

    /// <summary>One request, a stream of responses.</summary>
    public GrpcMethodTable ServerStreaming<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<TRequest, GrpcResponseStream<TResponse>, GrpcCall, Task> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        Add(service, method, new ServerStreamingMethod<TRequest, TResponse>(parser, handler));

    /// <summary>A stream of requests, one response.</summary>
    public GrpcMethodTable ClientStreaming<TRequest, TResponse>(
        string service, string method, MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, GrpcCall, Task<TResponse>> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        Add(service, method, new ClientStreamingMethod<TRequest, TResponse>(parser, handler));

    /// <summary>Streams both ways.</summary>
    public GrpcMethodTable Bidirectional<TRequest, TResponse>(
        string service,
        string method,
        MessageParser<TRequest> parser,
        Func<IAsyncEnumerable<TRequest>, GrpcResponseStream<TResponse>, GrpcCall, Task> handler)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse> =>
        Add(service, method, new BidirectionalMethod<TRequest, TResponse>(parser, handler));

    internal FrozenDictionary<string, GrpcMethod> Freeze() => _frozen ??= _methods.ToFrozenDictionary(StringComparer.Ordinal);

    private GrpcMethodTable Add(string service, string method, GrpcMethod handler)
    {
        var path = $"/{service}/{method}";
        if (_frozen is not null)
            throw new InvalidOperationException($"{path} comes too late: a server has started with this method table.");
        if (!_methods.TryAdd(path, handler))
            throw new ArgumentException($"{path} has a handler already.", nameof(method));
        return this;
    }
}
