using System.Net;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "gRPC listens on {EndPoint}.")]
    public static partial void Listening(ILogger logger, EndPoint endPoint);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Method} of {Peer}: the handler failed.")]
    public static partial void HandlerFailed(ILogger logger, string method, GrpcPeer peer, Exception exception);

    [LoggerMessage(EventId = 3, Level = LogLevel.Debug, Message = "{Method} of {Peer} ended with {StatusCode}: {Detail}")]
    public static partial void CallFailed(ILogger logger, string method, GrpcPeer peer, GrpcStatusCode statusCode, string detail);

    [LoggerMessage(EventId = 4, Level = LogLevel.Debug, Message = "{Method}: the handler ended after its deadline.")]
    public static partial void HandlerEndedLate(ILogger logger, string method, Exception? exception);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Calls on {EndPoint} were still under way after {DrainTimeout}: they are cancelled.")]
    public static partial void DrainTimedOut(ILogger logger, EndPoint endPoint, TimeSpan drainTimeout);

    [LoggerMessage(EventId = 6, Level = LogLevel.Debug, Message = "Refused a request of {Peer} with HTTP {StatusCode}.")]
    public static partial void RequestRefused(ILogger logger, GrpcPeer peer, int statusCode);
}
