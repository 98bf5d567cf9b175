namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>What a handler may know and say about the call it serves, besides the messages.</summary>
public sealed class GrpcCall
{
    /// <summary>The full path, <c>/package.Service/Method</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The peer's address, or the socket's path; for logs.</summary>
    public required string Peer { get; init; }

    /// <summary>Custom metadata of the request, without gRPC's own and HTTP's headers.</summary>
    public required GrpcMetadata RequestHeaders { get; init; }

    /// <summary>Sent before the first message; later additions are ignored.</summary>
    public GrpcMetadata ResponseHeaders { get; } = [];

    /// <summary>Sent after the last message, also with an error.</summary>
    public GrpcMetadata ResponseTrailers { get; } = [];

    /// <summary>When the caller stops waiting (<c>grpc-timeout</c>), or null.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Cancelled when the caller resets the stream, disconnects, or its deadline passes, and when the server stops.</summary>
    public CancellationToken CancellationToken { get; init; }
}
