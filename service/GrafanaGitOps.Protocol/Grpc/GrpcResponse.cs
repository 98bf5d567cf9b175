using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>The headers and trailers of a response.</summary>
internal sealed class GrpcResponse(IFeatureCollection features)
{
    private static readonly StringValues ContentType = "application/grpc";
    private static readonly StringValues[] StatusCodes =
        [.. Enum.GetValues<GrpcStatusCode>().Select(code => new StringValues($"{(int)code}"))];

    private readonly IHttpResponseFeature _response = features.Get<IHttpResponseFeature>()!;
    private bool _started;

    /// <summary>Whether messages may be compressed: the peer reads gzip, and the server is set to.</summary>
    public bool Gzip { get; set; }

    /// <summary>Whose metadata is sent; null when the request was refused before there was a call.</summary>
    public GrpcCall? Call { get; set; }

    /// <summary>Sets the headers, which go out with the first message or the trailers.</summary>
    public void Start()
    {
        if (_started) return;
        _started = true;
        var headers = _response.Headers;
        headers.ContentType = ContentType;
        if (Gzip) headers.GrpcEncoding = GrpcCompression.Gzip;
        Call?.SetResponseHeaders?.CopyTo(headers);
    }

    /// <summary>Sets the trailers; an error before any message goes out in one block of headers ("trailers-only").</summary>
    public void End(GrpcStatusCode statusCode, string detail)
    {
        var trailersOnly = !_started && statusCode != GrpcStatusCode.Ok && Call?.SetResponseHeaders is null;
        if (trailersOnly) _response.Headers.ContentType = ContentType;
        else Start();
        var target = trailersOnly ? _response.Headers : features.Get<IHttpResponseTrailersFeature>()!.Trailers;
        target.GrpcStatus = StatusCodes[(int)statusCode];
        if (detail.Length > 0) target.GrpcMessage = GrpcMessageEncoding.Encode(detail);
        Call?.SetResponseTrailers?.CopyTo(target);
    }

    /// <summary>Tells a peer that used another encoding which ones it may use.</summary>
    public void AnnounceEncodings() => _response.Headers.GrpcAcceptEncoding = GrpcCompression.Accepted;
}
