using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>Writes the messages of a response body.</summary>
internal sealed class GrpcMessageWriter(GrpcResponse response, PipeWriter body, GrpcCallLifetime lifetime)
{
    /// <summary>Bytes up to which a message is written into one block of the pipe, which is the faster way.</summary>
    private const int BlockSize = 4000;

    private readonly GrpcGate _gate = new();

    /// <summary>Puts the one message of a response into the pipe; it goes out together with headers and trailers.</summary>
    public void Write<TMessage>(TMessage message)
        where TMessage : IMessage<TMessage>
    {
        _gate.Enter();
        try
        {
            Put(message);
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Sends one message of a stream; waits while the peer's flow control holds it back.</summary>
    public async ValueTask WriteAsync<TMessage>(TMessage message)
        where TMessage : IMessage<TMessage>
    {
        _gate.Enter();
        try
        {
            Put(message);
            await FlushAsync();
        }
        finally
        {
            _gate.Leave();
        }
    }

    /// <summary>Ends a write that still waits; no other can begin. What was written stays in the pipe.</summary>
    public Task CloseAsync()
    {
        var left = _gate.CloseAsync();
        if (!left.IsCompleted) body.CancelPendingFlush();
        return left;
    }

    private async ValueTask FlushAsync()
    {
        var flush = body.FlushAsync();
        // Asked for only when the write has to wait: the token of a call is made on demand.
        await using var cancellation = flush.IsCompleted
            ? default
            : lifetime.Token.UnsafeRegister(static state => ((PipeWriter)state!).CancelPendingFlush(), body);
        var result = await flush;
        // The reader of the pipe ends only when the peer is gone, which no token may have told yet.
        if (result.IsCompleted) lifetime.Cancel(GrpcCancellation.PeerGone);
        if (result.IsCanceled || result.IsCompleted) throw new OperationCanceledException("The call is over.");
    }

    private void Put<TMessage>(TMessage message)
        where TMessage : IMessage<TMessage>
    {
        ArgumentNullException.ThrowIfNull(message);
        response.Start();
        var size = message.CalculateSize();
        if (response.Gzip && size >= GrpcLimits.CompressionThreshold && PutCompressed(message, size)) return;
        if (size <= BlockSize)
        {
            var block = body.GetSpan(GrpcFrame.HeaderSize + size);
            GrpcFrame.WriteHeader(block, compressed: false, size);
            message.WriteTo(block.Slice(GrpcFrame.HeaderSize, size));
            body.Advance(GrpcFrame.HeaderSize + size);
            return;
        }

        PutHeader(compressed: false, size);
        message.WriteTo(body);
    }

    private bool PutCompressed(IMessage message, int size)
    {
        using var compressed = GrpcCompression.Compress(message, size);
        if (compressed is null) return false;
        PutHeader(compressed: true, compressed.Memory.Length);
        body.Write(compressed.Memory.Span);
        return true;
    }

    private void PutHeader(bool compressed, int length)
    {
        GrpcFrame.WriteHeader(body.GetSpan(GrpcFrame.HeaderSize), compressed, length);
        body.Advance(GrpcFrame.HeaderSize);
    }
}
