using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Kestrel set up for gRPC alone: no host, no middleware, one endpoint.</summary>
internal static class GrpcKestrel
{
    /// <param name="endPoint">Where it will listen.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="listener">Knows the bound address after the start.</param>
    public static KestrelServer Create(EndPoint endPoint, ILoggerFactory loggerFactory, out ListenOptions listener)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        SetLimits(options.Limits);
        ListenOptions? bound = null;
        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            bound = listen;
        }

        if (endPoint is UnixDomainSocketEndPoint socket) options.ListenUnixSocket(socket.ToString(), Configure);
        else if (endPoint is IPEndPoint address) options.Listen(address, Configure);
        else throw new ArgumentException($"{endPoint} is neither an IP address with a port nor a Unix socket.", nameof(endPoint));

        listener = bound!;
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggerFactory);
        return new KestrelServer(Options.Create(options), transport, loggerFactory);
    }

    private static void SetLimits(KestrelServerLimits limits)
    {
        // Streams of gRPC last for days and are silent for hours: only messages are limited, not bodies or rates.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.KeepAliveTimeout = GrpcLimits.IdleTimeout;

        limits.MaxConcurrentConnections = GrpcLimits.MaxConnections;
        limits.MaxRequestHeaderCount = GrpcLimits.MaxRequestHeaderCount;
        limits.MaxRequestHeadersTotalSize = GrpcLimits.MaxRequestHeadersSize;
        limits.Http2.MaxRequestHeaderFieldSize = GrpcLimits.MaxRequestHeadersSize / 2;
        limits.Http2.MaxStreamsPerConnection = GrpcLimits.MaxStreamsPerConnection;
        limits.Http2.InitialStreamWindowSize = GrpcLimits.StreamWindowSize;
        limits.Http2.InitialConnectionWindowSize = GrpcLimits.ConnectionWindowSize;
        limits.Http2.KeepAlivePingDelay = GrpcLimits.KeepAlivePingDelay;
        limits.Http2.KeepAlivePingTimeout = GrpcLimits.KeepAlivePingTimeout;
    }
}
