using System.Collections.Frozen;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Turns Kestrel's requests into calls, and whatever comes of a call into its status.</summary>
internal sealed class GrpcApplication(
    FrozenDictionary<string, GrpcMethod> methods,
    GrpcServerOptions options,
    string endPoint,
    ILogger logger,
    TimeProvider timeProvider,
    CancellationToken stopping) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        var request = context.Get<IHttpRequestFeature>()!;
        var refusal = request.Method != "POST" ? HttpStatusCode.MethodNotAllowed
            : !IsGrpc(request.Headers.ContentType.ToString()) ? HttpStatusCode.UnsupportedMediaType
            : HttpStatusCode.OK;
        if (refusal == HttpStatusCode.OK) return ServeAsync(context, request);

        var response = context.Get<IHttpResponseFeature>()!;
        response.StatusCode = (int)refusal;
        if (refusal == HttpStatusCode.MethodNotAllowed) response.Headers.Allow = "POST";
        var peer = PeerOf(context);
        Log.RequestRefused(logger, peer, (int)refusal);
        return Task.CompletedTask;
    }

    private static bool IsGrpc(ReadOnlySpan<char> contentType)
    {
        const string Base = "application/grpc";
        if (!contentType.StartsWith(Base, StringComparison.OrdinalIgnoreCase)) return false;
        var rest = contentType[Base.Length..];
        if (rest.StartsWith("+proto", StringComparison.OrdinalIgnoreCase)) rest = rest["+proto".Length..];
        return rest.IsEmpty || rest[0] is ';' or ' ';
    }

    private async Task ServeAsync(IFeatureCollection features, IHttpRequestFeature request)
    {
        var response = new GrpcResponse(features);
        GrpcExchange? exchange = null;
        var (statusCode, detail) = (GrpcStatusCode.Ok, "");
        try
        {
            if (!methods.TryGetValue(request.Path, out var method))
                throw new GrpcException(GrpcStatusCode.Unimplemented, $"The method {request.Path} is not implemented.");
            exchange = Open(features, request, response);
            await RunAsync(method, exchange);
        }
        catch (Exception exception)
        {
            (statusCode, detail) = StatusOf(exception, request.Path, features, exchange);
        }

        if (exchange is not null) await exchange.CloseAsync();
        response.End(statusCode, detail);
    }

    private GrpcExchange Open(IFeatureCollection features, IHttpRequestFeature request, GrpcResponse response)
    {
        var headers = GrpcRequestHeaders.Read(request.Headers);
        if (headers.Encoding is not null and not GrpcCompression.Gzip)
        {
            response.AnnounceEncodings();
            throw new GrpcException(GrpcStatusCode.Unimplemented, $"The grpc-encoding '{headers.Encoding}' is not implemented.");
        }

        var lifetime = new GrpcCallLifetime(features.Get<IHttpRequestLifetimeFeature>()!, headers.Timeout, timeProvider, stopping);
        var call = new GrpcCall(request.Path, PeerOf(features), headers.Metadata, DeadlineOf(headers.Timeout), lifetime);
        response.Gzip = headers.AcceptsGzip && options.CompressResponses;
        response.Call = call;
        return new GrpcExchange(features, headers, call, lifetime, response, options.MaxReceiveMessageSize);
    }

    /// <summary>Runs the handler, until the deadline at most: a handler that ignores its cancellation goes on without the call.</summary>
    private async Task RunAsync(GrpcMethod method, GrpcExchange exchange)
    {
        var invocation = method.InvokeAsync(exchange);
        if (!invocation.IsCompleted && exchange.Lifetime.Expired is { } expired && await Task.WhenAny(invocation, expired) == expired)
        {
            _ = LogLateEndAsync(invocation, exchange.Call);
            throw new OperationCanceledException("The deadline passed.");
        }

        await invocation;
    }

    private async Task LogLateEndAsync(Task invocation, GrpcCall call)
    {
        await invocation.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Log.HandlerEndedLate(logger, call.Method, invocation.Exception);
    }

    /// <summary>The one place that turns an exception into a status.</summary>
    private (GrpcStatusCode StatusCode, string Detail) StatusOf(
        Exception exception, string method, IFeatureCollection features, GrpcExchange? exchange)
    {
        var peer = PeerOf(features);
        (GrpcStatusCode StatusCode, string Detail) status = (exception, exchange?.Lifetime.Cause) switch
        {
            (GrpcException own, _) => (own.StatusCode, own.Message),
            (OperationCanceledException, GrpcCancellation.PeerGone) => (GrpcStatusCode.Cancelled, "The peer cancelled the call."),
            (OperationCanceledException, GrpcCancellation.DeadlinePassed) => (GrpcStatusCode.DeadlineExceeded, "The deadline passed."),
            (OperationCanceledException, GrpcCancellation.ServerStopping) => (GrpcStatusCode.Unavailable, "The server is stopping."),
            _ => (GrpcStatusCode.Unknown, "The handler failed; the server's log says why."),
        };
        var ours = status.StatusCode == GrpcStatusCode.Unknown && exception is not GrpcException;
        if (ours) Log.HandlerFailed(logger, method, peer, exception);
        else Log.CallFailed(logger, method, peer, status.StatusCode, status.Detail);
        return status;
    }

    private DateTimeOffset? DeadlineOf(TimeSpan? timeout)
    {
        if (timeout is not { } limit) return null;
        var now = timeProvider.GetUtcNow();
        return limit < DateTimeOffset.MaxValue - now ? now + limit : DateTimeOffset.MaxValue;
    }

    private GrpcPeer PeerOf(IFeatureCollection features)
    {
        var connection = features.Get<IHttpConnectionFeature>()!;
        return new GrpcPeer(connection.RemoteIpAddress, connection.RemotePort, endPoint);
    }
}
