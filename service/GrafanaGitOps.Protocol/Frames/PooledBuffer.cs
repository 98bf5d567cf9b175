using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>
/// Bytes that grow in memory of the shared pool: one Arrow buffer of a column, in the machine's byte order.
/// Once disposed it has no memory, so that every append comes through <see cref="Grow"/>, which throws.
/// </summary>
internal sealed class PooledBuffer(Field owner, int limit = PooledBuffer.MaxLength) : IBufferWriter<byte>, IDisposable
{
    /// <summary>The longest array of .NET; Arrow's own limit, set by signed 32-bit offsets, is 56 bytes higher.</summary>
    public const int MaxLength = 0x7FFFFFC7;

    private const int FirstLength = 512;

    // Up to here four times as long each time, then twice: large answers copied as much as they wrote.
    private const int Quadrupled = 1 << 20;

    private byte[] _array = [];
    private int _length;
    private bool _disposed;

    public int Length => _length;

    public ReadOnlySpan<byte> Written => _array.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, _length);

    public ref byte Last => ref _array[_length - 1];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append<T>(T value)
        where T : unmanaged
    {
        if (_array.Length - _length < Unsafe.SizeOf<T>()) Grow(Unsafe.SizeOf<T>());
        Unsafe.WriteUnaligned(ref _array[_length], value);
        _length += Unsafe.SizeOf<T>();
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(GetSpan(value.Length));
        _length += value.Length;
    }

    /// <summary>Appends bytes once more that were written before.</summary>
    public void Repeat(int start, int length)
    {
        var room = GetSpan(length);
        _array.AsSpan(start, length).CopyTo(room);
        _length += length;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        if (_array.Length - _length < Math.Max(1, sizeHint)) Grow(Math.Max(1, sizeHint));
        return _array.AsSpan(_length);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        GetSpan(sizeHint);
        return _array.AsMemory(_length);
    }

    public void Advance(int count) => _length += count;

    public void Truncate(int length) => _length = length;

    public void Dispose()
    {
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
        _disposed = true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count)
    {
        ObjectDisposedException.ThrowIf(_disposed, owner);
        if (count > limit - _length) ThrowTooLong();
        var next = (int)Math.Min(limit, Math.Max(FirstLength, _array.Length * (_array.Length < Quadrupled ? 4L : 2L)));
        var array = ArrayPool<byte>.Shared.Rent(Math.Max(next, _length + count));
        _array.AsSpan(0, _length).CopyTo(array);
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = array;
    }

    [DoesNotReturn]
    private void ThrowTooLong() => throw new FrameException(
        $"Field \"{owner.Name}\", row {owner.Count}: the field would hold more than {limit:N0} bytes, the most that one field can; ask for fewer rows.");
}
