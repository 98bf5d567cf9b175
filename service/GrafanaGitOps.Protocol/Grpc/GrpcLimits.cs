namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>What a peer may ask of the server, besides <see cref="GrpcServerOptions"/>.</summary>
internal static class GrpcLimits
{
    /// <summary>Calls open at once on one connection; peers queue further ones themselves.</summary>
    public const int MaxStreamsPerConnection = 1000;

    public const int MaxConnections = 1024;

    /// <summary>Bytes that a peer may send on one call before the handler reads.</summary>
    public const int StreamWindowSize = 1024 * 1024;

    /// <summary>Bytes that a peer may send on all calls of a connection before handlers read.</summary>
    public const int ConnectionWindowSize = 8 * 1024 * 1024;

    public const int MaxRequestHeaderCount = 128;

    /// <summary>Bytes of all headers of a request; one header may have half of them.</summary>
    public const int MaxRequestHeadersSize = 64 * 1024;

    /// <summary>Characters of <c>grpc-message</c> after encoding; Node peers refuse a header block of 64 KiB.</summary>
    public const int MaxStatusDetailLength = 4096;

    /// <summary>Bytes of a response from which it is compressed, if the peer reads gzip; smaller ones cost more time than they save.</summary>
    public const int CompressionThreshold = 4 * 1024;

    /// <summary>
    /// How long a connection may have no call: a peer's channel stays open for as long as the peer runs. Kestrel takes an infinite
    /// time too, but it overflows there and ends each idle connection within a second.
    /// </summary>
    public static readonly TimeSpan IdleTimeout = TimeSpan.FromDays(365);

    /// <summary>An idle connection is probed so that a peer that is gone without a word does not hold its calls for ever.</summary>
    public static readonly TimeSpan KeepAlivePingDelay = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan KeepAlivePingTimeout = TimeSpan.FromSeconds(20);

    /// <summary>Time for handlers to end after a stopping server cancelled them, before connections are cut.</summary>
    public static readonly TimeSpan CancellationGrace = TimeSpan.FromSeconds(1);
}
