using System.Runtime.CompilerServices;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Bits in Arrow's order, lowest first; those beyond the last are 0. Holds fewer than 2^31, so that a count of them fits an int.</summary>
internal sealed class BitBuffer(Field owner) : IDisposable
{
    private readonly PooledBuffer _bytes = new(owner, int.MaxValue / 8);
    private int _bits;

    public ReadOnlyMemory<byte> Memory => _bytes.Memory;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(bool value)
    {
        var bit = _bits & 7;
        if (bit == 0) _bytes.Append(Unsafe.BitCast<bool, byte>(value));
        else if (value) _bytes.Last |= (byte)(1 << bit);
        _bits++;
    }

    public void AppendOnes(int count)
    {
        for (; count >= 8 && (_bits & 7) == 0; count -= 8, _bits += 8) _bytes.Append((byte)0xFF);
        for (; count > 0; count--) Append(true);
    }

    public static bool IsSet(ReadOnlySpan<byte> bits, int index) => (bits[index >> 3] >> (index & 7) & 1) != 0;

    public void Dispose()
    {
        _bytes.Dispose();
        _bits = 0;
    }
}
