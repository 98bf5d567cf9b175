using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>
/// Lets small messages out as they are: packing them costs more time than it saves. An empty one must never be packed, because .NET makes
/// no bytes at all of it, which grpc-go takes for a message that is cut off.
/// </summary>
internal sealed class SmallMessages : Interceptor
{
    private static readonly WriteOptions Plain = new(WriteFlags.NoCompress);

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var response = await continuation(request, context).ConfigureAwait(false);
        context.WriteOptions = OptionsFor(response);
        return response;
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request,
        IServerStreamWriter<TResponse> responseStream,
        ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        continuation(request, new Writer<TResponse>(responseStream), context);

    private static WriteOptions? OptionsFor(object message) =>
        ((IMessage)message).CalculateSize() < GrpcLimits.CompressionThreshold ? Plain : null;

    private sealed class Writer<T>(IServerStreamWriter<T> inner) : IServerStreamWriter<T>
        where T : class
    {
        public WriteOptions? WriteOptions
        {
            get => inner.WriteOptions;
            set => inner.WriteOptions = value;
        }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            inner.WriteOptions = OptionsFor(message);
            return inner.WriteAsync(message, cancellationToken);
        }
    }
}
