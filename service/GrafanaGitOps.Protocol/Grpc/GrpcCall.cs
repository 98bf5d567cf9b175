using System.Diagnostics.CodeAnalysis;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>What a handler may know and say about the call it serves, besides the messages.</summary>
public sealed class GrpcCall
{
    private readonly GrpcCallLifetime? _lifetime;
    private readonly CancellationToken _cancellationToken;
    private readonly GrpcPeer _address;
    private GrpcMetadata? _responseHeaders;
    private GrpcMetadata? _responseTrailers;

    /// <summary>A call without a server, for a caller that runs a handler itself.</summary>
    public GrpcCall()
    {
    }

    [SetsRequiredMembers]
    internal GrpcCall(string method, GrpcPeer peer, GrpcMetadata requestHeaders, DateTimeOffset? deadline, GrpcCallLifetime lifetime)
    {
        Method = method;
        RequestHeaders = requestHeaders;
        Deadline = deadline;
        _address = peer;
        _lifetime = lifetime;
    }

    /// <summary>The full path, <c>/package.Service/Method</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The peer's address, or the socket's path; for logs.</summary>
    public required string Peer
    {
        get => field ??= _address.ToString();
        init;
    }

    /// <summary>Custom metadata of the request, without gRPC's own and HTTP's headers.</summary>
    public required GrpcMetadata RequestHeaders { get; init; }

    /// <summary>Sent before the first message; later additions are ignored.</summary>
    public GrpcMetadata ResponseHeaders => _responseHeaders ??= [];

    /// <summary>Sent after the last message, also with an error.</summary>
    public GrpcMetadata ResponseTrailers => _responseTrailers ??= [];

    /// <summary>When the caller stops waiting (<c>grpc-timeout</c>), or null.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Cancelled when the caller resets the stream, disconnects, or its deadline passes, and when the server stops.</summary>
    public CancellationToken CancellationToken
    {
        get => _lifetime?.Token ?? _cancellationToken;
        init => _cancellationToken = value;
    }

    internal GrpcMetadata? SetResponseHeaders => _responseHeaders;

    internal GrpcMetadata? SetResponseTrailers => _responseTrailers;
}
