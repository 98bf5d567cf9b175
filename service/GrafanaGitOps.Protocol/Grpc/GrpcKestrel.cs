using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Kestrel set up for gRPC alone: no middleware, one endpoint.</summary>
internal sealed class GrpcKestrel : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ListenOptions _listener;

    private GrpcKestrel(WebApplication host, IServer server, ListenOptions listener) => (_host, Server, _listener) = (host, server, listener);

    public IServer Server { get; }

    /// <summary>The bound address, after the start.</summary>
    public EndPoint EndPoint => _listener.EndPoint;

    /// <summary>
    /// The container makes the server but never runs it: a Kestrel made by hand gets its memory from the shared array pool, which
    /// keeps too few blocks for answers of some hundred KB and allocates them anew each time.
    /// </summary>
    /// <param name="endPoint">Where it will listen.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    public static GrpcKestrel Create(EndPoint endPoint, ILoggerFactory loggerFactory)
    {
        if (endPoint is not (IPEndPoint or UnixDomainSocketEndPoint))
            throw new ArgumentException($"{endPoint} is neither an IP address with a port nor a Unix socket.", nameof(endPoint));

        ListenOptions? listener = null;
        void Configure(ListenOptions listen)
        {
            listen.Protocols = HttpProtocols.Http2;
            listener = listen;
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(loggerFactory);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            SetLimits(options.Limits);
            if (endPoint is UnixDomainSocketEndPoint socket) options.ListenUnixSocket(socket.ToString(), Configure);
            else options.Listen((IPEndPoint)endPoint, Configure);
        });
        var host = builder.Build();
        var server = host.Services.GetRequiredService<IServer>();
        return new GrpcKestrel(host, server, listener!);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

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
