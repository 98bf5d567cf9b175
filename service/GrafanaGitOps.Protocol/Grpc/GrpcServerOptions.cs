using System.Net;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Where and how a gRPC server listens.</summary>
/// <param name="EndPoint">
/// An <see cref="IPEndPoint"/> (port 0 picks a free one) or a <see cref="System.Net.Sockets.UnixDomainSocketEndPoint"/>, whose file is
/// replaced when nobody listens on it.
/// </param>
/// <param name="LoggerFactory">Where it logs.</param>
/// <param name="TimeProvider">The clock of <paramref name="DrainTimeout"/>.</param>
/// <param name="DrainTimeout">How long a stopping server waits for calls under way before it cuts their connections.</param>
internal sealed record GrpcServerOptions(EndPoint EndPoint, ILoggerFactory LoggerFactory, TimeProvider TimeProvider, TimeSpan DrainTimeout);
