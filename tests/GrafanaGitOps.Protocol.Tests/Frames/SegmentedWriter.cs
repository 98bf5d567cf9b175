using System.Buffers;

namespace GrafanaGitOps.Protocol.Tests.Frames;

/// <summary>Gives out no more room at a time than it must, as a pipe may.</summary>
internal sealed class SegmentedWriter(int segment) : IBufferWriter<byte>
{
    private readonly List<byte> _written = [];
    private byte[] _current = [];

    public byte[] Written => [.. _written];

    public void Advance(int count) => _written.AddRange(_current.AsSpan(0, count));

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        // Filled, so that whoever leaves padding unwritten is found out.
        _current = new byte[Math.Max(segment, sizeHint)];
        Array.Fill(_current, (byte)0xCC);
        return _current;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
