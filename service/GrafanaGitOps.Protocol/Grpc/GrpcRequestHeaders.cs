using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>What the headers of a request say, taken out of Kestrel's dictionary, which does not outlive the call.</summary>
internal sealed class GrpcRequestHeaders
{
    public GrpcMetadata Metadata { get; } = new();

    public TimeSpan? Timeout { get; private set; }

    /// <summary>The encoding of compressed request messages; null for none.</summary>
    public string? Encoding { get; private set; }

    public bool AcceptsGzip { get; private set; }

    /// <exception cref="GrpcException">A header is malformed.</exception>
    public static GrpcRequestHeaders Read(IHeaderDictionary headers)
    {
        var read = new GrpcRequestHeaders();
        foreach (var (name, values) in headers)
        {
            foreach (var value in values) read.Take(name, value ?? "");
        }

        return read;
    }

    private void Take(string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "grpc-timeout":
                if (!GrpcTimeout.TryParse(value, out var timeout))
                    throw new GrpcException(GrpcStatusCode.Internal, "The grpc-timeout is no number of one to eight digits with a unit.");
                Timeout = timeout;
                break;
            case "grpc-encoding":
                Encoding = value == GrpcCompression.Identity ? null : value;
                AcceptsGzip |= value == GrpcCompression.Gzip;
                break;
            case "grpc-accept-encoding":
                AcceptsGzip |= GrpcCompression.IsGzipIn(value);
                break;
            case var key when !GrpcMetadataRules.IsReserved(key):
                Metadata.Receive(key, value);
                break;
        }
    }
}
