using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static GrafanaGitOps.Protocol.Frames.ArrowMetadata;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>
/// One Arrow file, laid out before its first byte is written, so that its length is known:
/// magic, schema message, one record batch (none without rows), end-of-stream marker, footer, footer's length, magic.
/// </summary>
internal sealed class ArrowFile : IDisposable
{
    // Arrow asks for 8 and advises 64, which lets readers use whole cache lines and SIMD registers.
    private const int Alignment = 64;
    private const int MessagePrefixLength = 8;
    private const int EndOfStreamLength = 8;
    private const int ContinuationMarker = -1;

    private readonly Frame _frame;
    private readonly FlatBufferBuilder _schema = new();
    private readonly FlatBufferBuilder _batch = new();
    private readonly FlatBufferBuilder _footer = new();
    private readonly long _batchStart;
    private readonly long _bodyStart;
    private readonly long _bodyLength;

    public ArrowFile(Frame frame)
    {
        _frame = frame;
        try
        {
            var metadata = new FrameMetadata(frame);
            WriteSchemaMessage(_schema, frame, metadata);
            _batchStart = _bodyStart = Align(Magic.Length + MessagePrefixLength + _schema.Written.Length);
            if (frame.RowCount > 0)
            {
                _bodyLength = LayOutBatch();
                _bodyStart = Align(_batchStart + MessagePrefixLength + _batch.Written.Length);
            }

            var block = new Block(_batchStart, (int)(_bodyStart - _batchStart), 0, _bodyLength);
            WriteFooter(_footer, frame, metadata, frame.RowCount > 0 ? [block] : []);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The length of the whole file in bytes.</summary>
    public long Length => _bodyStart + _bodyLength + EndOfStreamLength + _footer.Written.Length + sizeof(int) + TrailingMagic.Length;

    // The first is padded to 8 bytes, so that the first message is aligned; the last is not.
    private static ReadOnlySpan<byte> Magic => "ARROW1\0\0"u8;

    private static ReadOnlySpan<byte> TrailingMagic => "ARROW1"u8;

    public void WriteTo(IBufferWriter<byte> output)
    {
        output.Write(Magic);
        WriteMessageTo(output, _schema.Written, _batchStart - Magic.Length);
        if (_frame.RowCount > 0)
        {
            WriteMessageTo(output, _batch.Written, _bodyStart - _batchStart);
            foreach (var field in _frame.Fields) WriteBuffersTo(output, field);
        }

        WriteNumber(output, ContinuationMarker);
        WriteNumber(output, 0);
        output.Write(_footer.Written);
        WriteNumber(output, _footer.Written.Length);
        output.Write(TrailingMagic);
    }

    public void Dispose()
    {
        _schema.Dispose();
        _batch.Dispose();
        _footer.Dispose();
    }

    private long LayOutBatch()
    {
        var nodes = new Node[_frame.Fields.Count];
        var buffers = new List<ArrowMetadata.Buffer>(nodes.Length * 3);
        var length = 0L;
        for (var i = 0; i < nodes.Length; i++)
        {
            var field = _frame.Fields[i];
            nodes[i] = new Node(field.Count, field.NullCount);
            Add(field.Validity.Length);
            if (!field.Offsets.IsEmpty) Add(field.Offsets.Length);
            Add(field.Values.Length);
        }

        WriteRecordBatchMessage(_batch, _frame.RowCount, nodes, CollectionsMarshal.AsSpan(buffers), length);
        return length;

        void Add(int bytes)
        {
            buffers.Add(new ArrowMetadata.Buffer(length, bytes));
            length += Align(bytes);
        }
    }

    private static void WriteBuffersTo(IBufferWriter<byte> output, Field field)
    {
        WritePadded(output, field.Validity, Align(field.Validity.Length));
        WritePadded(output, field.Offsets, Align(field.Offsets.Length));
        WritePadded(output, field.Values, Align(field.Values.Length));
    }

    private static void WriteMessageTo(IBufferWriter<byte> output, ReadOnlySpan<byte> message, long paddedLength)
    {
        WriteNumber(output, ContinuationMarker);
        WriteNumber(output, (int)paddedLength - MessagePrefixLength);
        WritePadded(output, message, paddedLength - MessagePrefixLength);
    }

    private static void WritePadded(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes, long paddedLength)
    {
        output.Write(bytes);
        var padding = (int)(paddedLength - bytes.Length);
        if (padding == 0) return;
        output.GetSpan(padding)[..padding].Clear();
        output.Advance(padding);
    }

    private static void WriteNumber(IBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    private static long Align(long length) => (length + Alignment - 1) & ~(Alignment - 1L);
}
