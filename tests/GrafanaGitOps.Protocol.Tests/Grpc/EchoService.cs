using Google.Protobuf;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>The service of tests/interop/proto/echo.proto.</summary>
internal sealed class EchoService : Echo.EchoBase
{
    public const string Name = "gitops.test.Echo";

    private readonly TaskCompletionSource _cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstWritten = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _testEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    /// <summary>Completes when a streaming call was cancelled.</summary>
    public Task Cancelled => _cancelled.Task;

    /// <summary>Completes when a streaming call has written its first message.</summary>
    public Task FirstWritten => _firstWritten.Task;

    public int Written => Volatile.Read(ref _written);

    /// <summary>Sees the request of each unary call.</summary>
    public Action<HttpContext> OnUnary { get; set; } = _ => { };

    /// <summary>Lets handlers go that ignore their cancellation.</summary>
    public void EndTest() => _testEnded.TrySetResult();

    public override async Task<EchoResponse> Unary(EchoRequest request, ServerCallContext context)
    {
        OnUnary(context.GetHttpContext());
        ReturnMetadata(context);
        await FinishAsync(request, context);
        return new EchoResponse { Payload = Answer(request), Received = request.CountWritten ? Written : request.Payload.Length };
    }

    public override async Task ServerStream(EchoRequest request, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        try
        {
            for (var index = 0; index < request.Responses; index++)
            {
                await responseStream.WriteAsync(new EchoResponse { Payload = Answer(request), Index = index }, context.CancellationToken);
                Interlocked.Increment(ref _written);
                _firstWritten.TrySetResult();
            }

            await FinishAsync(request, context);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }

    public override async Task<EchoResponse> ClientStream(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var received = 0L;
        await foreach (var request in requestStream.ReadAllAsync()) received += request.Payload.Length;
        return new EchoResponse { Received = received };
    }

    public override async Task Bidirectional(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
    {
        try
        {
            await foreach (var request in requestStream.ReadAllAsync()) await responseStream.WriteAsync(new EchoResponse { Payload = Answer(request) });
        }
        catch (IOException exception)
        {
            // The peer reset the stream while it was read, which may be seen before the call's cancellation.
            throw new RpcException(new Status(StatusCode.Cancelled, exception.Message));
        }
    }

    private async Task FinishAsync(EchoRequest request, ServerCallContext context)
    {
        if (request.Crash) throw new InvalidOperationException("secret of the handler");
        if (request.Wait) await Wait.UntilCancelledAsync(context.CancellationToken);
        if (request.IgnoreCancellation) await _testEnded.Task;
        if (request.Status != 0) throw new RpcException(new Status((StatusCode)request.Status, request.Detail));
    }

    /// <summary>Noise, because gzip would make nothing of anything else and the tests of flow control count bytes.</summary>
    private static ByteString Answer(EchoRequest request)
    {
        if (request.ResponseSize == 0) return request.Payload;
        var noise = new byte[request.ResponseSize];
        new Random(1).NextBytes(noise);
        return UnsafeByteOperations.UnsafeWrap(noise);
    }

    /// <summary>Sends what begins with <c>echo-</c> back as header and trailer, each of several values by itself.</summary>
    private static void ReturnMetadata(ServerCallContext context)
    {
        var http = context.GetHttpContext();
        foreach (var (key, values) in http.Request.Headers.Where(header => header.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            http.Response.Headers.Append(key, values);
            foreach (var value in values) http.Response.AppendTrailer("trailing-" + key, value);
        }
    }
}
