using Microsoft.AspNetCore.Http.Features;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>One call under way: what a method needs to serve it.</summary>
internal sealed class GrpcExchange
{
    public GrpcExchange(
        IFeatureCollection features,
        GrpcRequestHeaders headers,
        GrpcCall call,
        GrpcCallLifetime lifetime,
        GrpcResponse response,
        int maxMessageSize)
    {
        Call = call;
        Lifetime = lifetime;
        Reader = new GrpcMessageReader(
            features.Get<IRequestBodyPipeFeature>()!.Reader, lifetime, maxMessageSize, headers.Encoding == GrpcCompression.Gzip);
        Writer = new GrpcMessageWriter(response, features.Get<IHttpResponseBodyFeature>()!.Writer, lifetime);
    }

    public GrpcCall Call { get; }

    public GrpcCallLifetime Lifetime { get; }

    public GrpcMessageReader Reader { get; }

    public GrpcMessageWriter Writer { get; }

    /// <summary>After this nothing touches the request or the response, not even a handler that goes on.</summary>
    public async ValueTask CloseAsync()
    {
        await Reader.CloseAsync();
        await Writer.CloseAsync();
        Lifetime.End();
    }
}
