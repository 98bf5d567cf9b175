namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Ends a call with a status other than OK. Thrown by handlers; the text of any other exception is never sent to the peer.</summary>
/// <param name="statusCode">Sent as <c>grpc-status</c>.</param>
/// <param name="detail">Sent percent-encoded as <c>grpc-message</c>; must hold no secrets.</param>
public sealed class GrpcException(GrpcStatusCode statusCode, string detail) : Exception(detail)
{
    /// <summary>Sent as <c>grpc-status</c>.</summary>
    public GrpcStatusCode StatusCode { get; } = statusCode;
}
