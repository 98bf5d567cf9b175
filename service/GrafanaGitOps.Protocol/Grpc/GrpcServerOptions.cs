namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Limits of a gRPC server.</summary>
public sealed class GrpcServerOptions
{
    /// <summary>The largest message accepted, in bytes, after decompression. Default 16 MiB, as in Grafana's Go SDK.</summary>
    public int MaxReceiveMessageSize { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a stopping server waits for calls under way before it cancels them. Default 10 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether responses of 4 KiB or more go out as gzip to peers that read it. Default true.</summary>
    public bool CompressResponses { get; set; } = true;
}
