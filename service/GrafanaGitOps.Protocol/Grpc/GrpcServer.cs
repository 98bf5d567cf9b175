using System.Net;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>A gRPC server on Kestrel: HTTP/2 with prior knowledge, plaintext, on one TCP address or Unix socket.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    /// <summary>Binds and serves; returns once the listener is bound.</summary>
    /// <param name="endpoint">An <see cref="IPEndPoint"/> (port 0 picks a free one) or a <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/>.</param>
    /// <param name="methods">What it answers.</param>
    /// <param name="options">Limits.</param>
    /// <param name="loggerFactory">Where it logs.</param>
    /// <param name="timeProvider">The clock for deadlines.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static Task<GrpcServer> StartAsync(
        EndPoint endpoint,
        GrpcMethodTable methods,
        GrpcServerOptions options,
        ILoggerFactory loggerFactory,
        TimeProvider timeProvider,
        CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The bound address, with the real port.</summary>
    public EndPoint EndPoint => throw new NotImplementedException();

    /// <summary>Accepts no new calls, waits for those under way (see <see cref="GrpcServerOptions.DrainTimeout"/>), then ends.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
