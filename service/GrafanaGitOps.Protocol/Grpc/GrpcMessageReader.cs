using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Reads the messages of a request body: one byte of flags, four of length, the message.</summary>
/// <param name="body">The request body.</param>
/// <param name="lifetime">Ends a read that waits.</param>
/// <param name="maxSize">Bytes of a message, before and after decompression.</param>
/// <param name="gzip">Whether <c>grpc-encoding</c> is gzip; without it no message may be compressed.</param>
internal sealed class GrpcMessageReader(PipeReader body, GrpcCallLifetime lifetime, int maxSize, bool gzip)
{
    private readonly GrpcGate _gate = new();
    private bool _ended;

    /// <summary>The one message of a call whose request is no stream.</summary>
    public async ValueTask<TMessage> ReadSingleAsync<TMessage>(MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        var message = await ReadAsync(parser)
            ?? throw new GrpcException(GrpcStatusCode.Unimplemented, "The method takes exactly one request message, and none was sent.");
        if (!_ended && await ReadAsync(parser) is not null)
            throw new GrpcException(GrpcStatusCode.Unimplemented, "The method takes exactly one request message, and more were sent.");
        return message;
    }

    /// <summary>The next message, or null at the end of the request.</summary>
    public async ValueTask<TMessage?> ReadAsync<TMessage>(MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        _gate.Enter();
        try
        {
            while (!_ended)
            {
                if (!body.TryRead(out var result)) result = await body.ReadAsync(lifetime.Token);
                if (result.IsCanceled) throw new OperationCanceledException("The call is over.");
                if (TryRead(result, parser, out var message)) return message;
            }

            return default;
        }
        catch (BadHttpRequestException exception)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"The request body is malformed: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or ConnectionAbortedException)
        {
            // Kestrel reports a reset wherever the pipe is touched next, be it the wait or the advance.
            lifetime.Cancel(GrpcCancellation.PeerGone);
            throw new OperationCanceledException("The peer reset the call.", exception);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Ends a read that still waits; no other can begin.</summary>
    public Task CloseAsync()
    {
        var left = _gate.CloseAsync();
        if (!left.IsCompleted) body.CancelPendingRead();
        return left;
    }

    private bool TryRead<TMessage>(ReadResult result, MessageParser<TMessage> parser, out TMessage? message)
        where TMessage : IMessage<TMessage>
    {
        var buffer = result.Buffer;
        message = default;
        if (GrpcFrame.TryRead(buffer, maxSize, out var frame))
        {
            message = Parse(frame, parser);
            _ended = result.IsCompleted && frame.End.Equals(buffer.End);
            body.AdvanceTo(frame.End);
            return true;
        }

        if (result.IsCompleted && !buffer.IsEmpty)
            throw new GrpcException(GrpcStatusCode.Internal, $"The request ended within a message: {buffer.Length} bytes are left over.");
        _ended = result.IsCompleted;
        body.AdvanceTo(buffer.Start, buffer.End);
        return false;
    }

    private TMessage Parse<TMessage>(in GrpcFrame frame, MessageParser<TMessage> parser)
        where TMessage : IMessage<TMessage>
    {
        if (frame.Compressed && !gzip)
            throw new GrpcException(GrpcStatusCode.Internal, "A message is flagged as compressed, and the request has no grpc-encoding.");
        try
        {
            if (!frame.Compressed) return parser.ParseFrom(frame.Payload);
            using var decompressed = GrpcCompression.Decompress(frame.Payload, maxSize);
            return parser.ParseFrom(new ReadOnlySequence<byte>(decompressed.Memory));
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new GrpcException(GrpcStatusCode.Internal, $"A request message is no valid {typeof(TMessage).Name}: {exception.Message}");
        }
    }
}
