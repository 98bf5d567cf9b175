using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>What a peer may ask of the server.</summary>
internal static class GrpcLimits
{
    /// <summary>Bytes of a message, also after decompression: 16 MiB, as in Grafana's Go SDK. A larger one is RESOURCE_EXHAUSTED.</summary>
    public const int MaxReceiveMessageSize = 16 * 1024 * 1024;

    /// <summary>Calls open at once on one connection; peers queue further ones themselves.</summary>
    public const int MaxStreamsPerConnection = 1000;

    /// <summary>Bytes that a peer may send on one call before the handler reads.</summary>
    public const int StreamWindowSize = 1024 * 1024;

    /// <summary>Bytes of all headers of a request, custom metadata included; one header may have half of them.</summary>
    public const int MaxRequestHeadersSize = 64 * 1024;

    /// <summary>Bytes of a response from which it is compressed, if the peer reads gzip and is not on the same machine.</summary>
    public const int CompressionThreshold = 4 * 1024;

    private const int MaxConnections = 1024;

    /// <summary>Bytes that a peer may send on all calls of a connection before handlers read.</summary>
    private const int ConnectionWindowSize = 8 * 1024 * 1024;

    private const int MaxRequestHeaderCount = 128;

    /// <summary>
    /// How long a connection may have no call: a peer's channel stays open for as long as the peer runs. Kestrel takes an infinite
    /// time too, but it overflows there and ends each idle connection within a second.
    /// </summary>
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromDays(365);

    /// <summary>An idle connection is probed so that a peer that is gone without a word does not hold its calls for ever.</summary>
    private static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    public static void Apply(KestrelServerLimits limits)
    {
        // Streams of gRPC last for days and are silent for hours: only messages are limited, not bodies or rates.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = IdleTimeout;

        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxRequestHeaderCount = MaxRequestHeaderCount;
        limits.MaxRequestHeadersTotalSize = MaxRequestHeadersSize;
        limits.Http2.MaxRequestHeaderFieldSize = MaxRequestHeadersSize / 2;
        limits.Http2.MaxStreamsPerConnection = MaxStreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = StreamWindowSize;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindowSize;
        limits.Http2.KeepAlivePingDelay = KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = KeepAlivePingTimeout;
    }
}
