using System.Buffers;
using System.Buffers.Binary;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>One message as it lies on the wire.</summary>
internal readonly struct GrpcFrame(bool compressed, ReadOnlySequence<byte> payload)
{
    /// <summary>Bytes before the payload: one of flags, four of length.</summary>
    public const int HeaderSize = 5;

    public const byte CompressedFlag = 1;

    public bool Compressed { get; } = compressed;

    public ReadOnlySequence<byte> Payload { get; } = payload;

    public SequencePosition End => Payload.End;

    /// <summary>False when the buffer does not hold the whole frame yet; the length is checked as soon as it is there.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> buffer, int maxSize, out GrpcFrame frame)
    {
        frame = default;
        if (buffer.Length < HeaderSize) return false;
        Span<byte> header = stackalloc byte[HeaderSize];
        buffer.Slice(0, HeaderSize).CopyTo(header);
        if ((header[0] & ~CompressedFlag) != 0)
            throw new GrpcException(GrpcStatusCode.Internal, $"A message has the unknown flags 0x{header[0]:x2}.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        if (length > maxSize)
            throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"A message of {length} bytes is larger than the limit of {maxSize}.");
        if (buffer.Length - HeaderSize < length) return false;
        frame = new GrpcFrame(header[0] == CompressedFlag, buffer.Slice(HeaderSize, length));
        return true;
    }

    public static void WriteHeader(Span<byte> target, bool compressed, int length)
    {
        target[0] = compressed ? CompressedFlag : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(target[1..], length);
    }
}
