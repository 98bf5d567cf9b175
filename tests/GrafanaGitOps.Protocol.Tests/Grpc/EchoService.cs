using Google.Protobuf;
using GrafanaGitOps.Protocol.Grpc;
using GrafanaGitOps.Protocol.Tests.Grpc.Messages;

namespace GrafanaGitOps.Protocol.Tests.Grpc;

/// <summary>The service of tests/interop/proto/echo.proto.</summary>
internal sealed class EchoService
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

    public GrpcMethodTable AddTo(GrpcMethodTable methods) => methods
        .Unary<EchoRequest, EchoResponse>(Name, "Unary", EchoRequest.Parser, UnaryAsync)
        .ServerStreaming<EchoRequest, EchoResponse>(Name, "ServerStream", EchoRequest.Parser, ServerStreamAsync)
        .ClientStreaming<EchoRequest, EchoResponse>(Name, "ClientStream", EchoRequest.Parser, ClientStreamAsync)
        .Bidirectional<EchoRequest, EchoResponse>(Name, "Bidirectional", EchoRequest.Parser, BidirectionalAsync);

    /// <summary>Lets handlers go that ignore their cancellation.</summary>
    public void EndTest() => _testEnded.TrySetResult();

    private async Task<EchoResponse> UnaryAsync(EchoRequest request, GrpcCall call)
    {
        ReturnMetadata(call);
        await FinishAsync(request, call);
        return new EchoResponse { Payload = Answer(request), Received = request.CountWritten ? Written : request.Payload.Length };
    }

    private async Task ServerStreamAsync(EchoRequest request, GrpcResponseStream<EchoResponse> responses, GrpcCall call)
    {
        try
        {
            for (var index = 0; index < request.Responses; index++)
            {
                await responses.WriteAsync(new EchoResponse { Payload = Answer(request), Index = index });
                Interlocked.Increment(ref _written);
                _firstWritten.TrySetResult();
            }

            await FinishAsync(request, call);
        }
        catch (OperationCanceledException)
        {
            _cancelled.TrySetResult();
            throw;
        }
    }

    private static async Task<EchoResponse> ClientStreamAsync(IAsyncEnumerable<EchoRequest> requests, GrpcCall call)
    {
        var received = 0L;
        await foreach (var request in requests) received += request.Payload.Length;
        return new EchoResponse { Received = received };
    }

    private static async Task BidirectionalAsync(IAsyncEnumerable<EchoRequest> requests, GrpcResponseStream<EchoResponse> responses, GrpcCall call)
    {
        await foreach (var request in requests) await responses.WriteAsync(new EchoResponse { Payload = Answer(request) });
    }

    private async Task FinishAsync(EchoRequest request, GrpcCall call)
    {
        if (request.Crash) throw new InvalidOperationException("secret of the handler");
        if (request.Wait) await Task.Delay(Timeout.Infinite, call.CancellationToken);
        if (request.IgnoreCancellation) await _testEnded.Task;
        if (request.Status != 0) throw new GrpcException((GrpcStatusCode)request.Status, request.Detail);
    }

    /// <summary>Noise, because gzip would make nothing of anything else and the tests of flow control count bytes.</summary>
    private static ByteString Answer(EchoRequest request)
    {
        if (request.ResponseSize == 0) return request.Payload;
        var noise = new byte[request.ResponseSize];
        new Random(1).NextBytes(noise);
        return UnsafeByteOperations.UnsafeWrap(noise);
    }

    /// <summary>Sends what begins with <c>echo-</c> back as header and trailer.</summary>
    private static void ReturnMetadata(GrpcCall call)
    {
        foreach (var (key, value) in call.RequestHeaders.Where(entry => entry.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            call.ResponseHeaders.Add(key, value);
            call.ResponseTrailers.Add("trailing-" + key, value);
        }
    }
}
