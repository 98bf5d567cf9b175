using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Serves one method: reads its requests, runs its handler, writes its responses. Failure is an exception.</summary>
internal abstract class GrpcMethod
{
    public abstract Task InvokeAsync(GrpcExchange exchange);

    protected static async IAsyncEnumerable<TRequest> ReadAllAsync<TRequest>(
        GrpcExchange exchange, MessageParser<TRequest> parser, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TRequest : IMessage<TRequest>
    {
        while (await exchange.Reader.ReadAsync(parser) is { } request)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return request;
        }
    }
}

internal sealed class UnaryMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<TRequest, GrpcCall, Task<TResponse>> handler) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override async Task InvokeAsync(GrpcExchange exchange)
    {
        var request = await exchange.Reader.ReadSingleAsync(parser);
        exchange.Writer.Write(await handler(request, exchange.Call));
    }
}

internal sealed class ServerStreamingMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<TRequest, GrpcResponseStream<TResponse>, GrpcCall, Task> handler) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override async Task InvokeAsync(GrpcExchange exchange)
    {
        var request = await exchange.Reader.ReadSingleAsync(parser);
        await handler(request, new GrpcResponseStream<TResponse>(exchange.Writer), exchange.Call);
    }
}

internal sealed class ClientStreamingMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, GrpcCall, Task<TResponse>> handler) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override async Task InvokeAsync(GrpcExchange exchange) =>
        exchange.Writer.Write(await handler(ReadAllAsync(exchange, parser), exchange.Call));
}

internal sealed class BidirectionalMethod<TRequest, TResponse>(
    MessageParser<TRequest> parser, Func<IAsyncEnumerable<TRequest>, GrpcResponseStream<TResponse>, GrpcCall, Task> handler) : GrpcMethod
    where TRequest : IMessage<TRequest>
    where TResponse : IMessage<TResponse>
{
    public override Task InvokeAsync(GrpcExchange exchange) =>
        handler(ReadAllAsync(exchange, parser), new GrpcResponseStream<TResponse>(exchange.Writer), exchange.Call);
}
