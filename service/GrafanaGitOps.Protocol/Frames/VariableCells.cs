using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Cells of any length: their bytes one after another, and the 32-bit offsets between them.</summary>
internal sealed class VariableCells : IDisposable
{
    private const int MaxCharacterLength = 4;

    private readonly PooledBuffer _offsets;

    public VariableCells(Field owner)
    {
        Bytes = new PooledBuffer(owner);
        _offsets = new PooledBuffer(owner);
        _offsets.Append(0);
    }

    public PooledBuffer Bytes { get; }

    public ReadOnlyMemory<byte> Offsets => _offsets.Memory;

    public ReadOnlySpan<byte> this[int cell]
    {
        get
        {
            var ends = MemoryMarshal.Cast<byte, int>(_offsets.Written);
            return Bytes.Written[ends[cell]..ends[cell + 1]];
        }
    }

    public void Append(ReadOnlySpan<byte> cell)
    {
        Bytes.Append(cell);
        EndCell();
    }

    /// <summary>Appends UTF-16 text as UTF-8, lone surrogates as U+FFFD.</summary>
    public void AppendText(ReadOnlySpan<char> text)
    {
        // Most texts are ASCII, and short.
        var status = Ascii.FromUtf16(text, Bytes.GetSpan(text.Length), out var ascii);
        Bytes.Advance(ascii);
        text = text[ascii..];
        while (status != OperationStatus.Done)
        {
            // With less room than the longest character needs, the loop would stand still.
            var room = Bytes.GetSpan(Math.Max(text.Length, MaxCharacterLength));
            status = Utf8.FromUtf16(text, room, out var read, out var written, replaceInvalidSequences: true, isFinalBlock: true);
            text = text[read..];
            Bytes.Advance(written);
        }

        EndCell();
    }

    /// <summary>Appends a cell like one before.</summary>
    public void Repeat(int start, int length)
    {
        Bytes.Repeat(start, length);
        EndCell();
    }

    /// <summary>Ends the cell that was written to <see cref="Bytes"/>.</summary>
    public void EndCell() => _offsets.Append(Bytes.Length);

    public void Dispose()
    {
        Bytes.Dispose();
        _offsets.Dispose();
    }
}
