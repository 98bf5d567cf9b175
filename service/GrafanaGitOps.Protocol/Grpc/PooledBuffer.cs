using System.Buffers;

namespace GrafanaGitOps.Protocol.Grpc;

/// <summary>A growing array from the shared pool, written as a stream; it refuses to grow beyond a limit.</summary>
internal sealed class PooledBuffer(int initialCapacity, int maxLength) : Stream
{
    private byte[] _array = ArrayPool<byte>.Shared.Rent(Math.Min(initialCapacity, maxLength));
    private int _length;

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > maxLength - _length)
            throw new GrpcException(GrpcStatusCode.ResourceExhausted, $"A message is larger than the limit of {maxLength} bytes.");
        if (buffer.Length > _array.Length - _length) Grow(_length + buffer.Length);
        buffer.CopyTo(_array.AsSpan(_length));
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _array, []));
        base.Dispose(disposing);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _array.Length), maxLength));
        _array.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
