using System.Buffers;
using Google.Protobuf;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>Grows in pooled memory and becomes a protobuf field without a copy. Danger: that field lives only until the buffer is disposed.</summary>
internal sealed class MessageBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestSize = 16 * 1024;

    private byte[] _array = ArrayPool<byte>.Shared.Rent(SmallestSize);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, Count);

    public ByteString AsByteString() => UnsafeByteOperations.UnsafeWrap(_array.AsMemory(0, Count));

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_array.Length - Count));
        Count += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsMemory(Count);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _array.AsSpan(Count);
    }

    public void Dispose()
    {
        var array = _array;
        _array = [];
        Count = 0;
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }

    private void Ensure(int sizeHint)
    {
        var needed = checked(Count + Math.Max(sizeHint, 1));
        if (needed <= _array.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(needed, 2L * _array.Length), Array.MaxLength));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
