using System.Buffers;
using System.IO.Compression;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>gzip of single messages, the one encoding besides identity.</summary>
internal static class GrpcCompression
{
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string Accepted = "identity,gzip";

    /// <summary>Stops at the limit, whatever the message would grow to.</summary>
    public static PooledBuffer Decompress(in ReadOnlySequence<byte> compressed, int maxSize)
    {
        var input = ArrayPool<byte>.Shared.Rent((int)compressed.Length);
        var output = new PooledBuffer((int)Math.Min(compressed.Length * 2, maxSize), maxSize);
        try
        {
            compressed.CopyTo(input);
            using var gzip = new GZipStream(new MemoryStream(input, 0, (int)compressed.Length), CompressionMode.Decompress);
            gzip.CopyTo(output);
            return output;
        }
        catch (Exception exception)
        {
            output.Dispose();
            if (exception is InvalidDataException)
                throw new GrpcException(GrpcStatusCode.Internal, $"A compressed message is no valid gzip: {exception.Message}");
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }
    }

    /// <summary>Null when the message would not get smaller.</summary>
    public static PooledBuffer? Compress(IMessage message, int size)
    {
        var output = new PooledBuffer(size, int.MaxValue);
        var input = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            message.WriteTo(input.AsSpan(0, size));
            using (var gzip = new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true))
                gzip.Write(input, 0, size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
        }

        if (output.Length < size) return output;
        output.Dispose();
        return null;
    }

    /// <summary>Whether a <c>grpc-accept-encoding</c> list names gzip.</summary>
    public static bool IsGzipIn(ReadOnlySpan<char> list)
    {
        foreach (var range in list.Split(','))
            if (list[range].Trim().SequenceEqual(Gzip)) return true;
        return false;
    }
}
