using System.Buffers;
using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Writes a frame as one complete Arrow IPC file of one record batch.</summary>
public static class FrameArrowWriter
{
    /// <summary>Writes the whole file; a <see cref="FrameException"/>, before the first byte, when fields differ in length or two have the same name and labels.</summary>
    public static void Write(Frame frame, IBufferWriter<byte> output)
    {
        FrameCheck.Check(frame);
        var schema = FrameArrowSchema.Of(frame);
        using var file = new ArrowFileWriter(new OutputStream(output), schema);
        // Without rows, too: a file without a batch gets its schema in the footer alone, and readers that go by the messages find none.
        file.WriteRecordBatch(new RecordBatch(schema, frame.Fields.Zip(schema.FieldsList, ToArray), frame.RowCount));
        file.WriteEnd();
    }

    /// <summary>Over the field's own memory: cells are copied once, into the file.</summary>
    private static IArrowArray ToArray(Field field, Apache.Arrow.Field column)
    {
        var validity = new ArrowBuffer(field.Validity);
        var values = new ArrowBuffer(field.Values);
        ArrowBuffer[] buffers = field.Offsets.IsEmpty ? [validity, values] : [validity, new ArrowBuffer(field.Offsets), values];
        return ArrowArrayFactory.BuildArray(new ArrayData(column.DataType, field.Count, field.NullCount, offset: 0, buffers));
    }

    /// <summary>What Arrow's writer needs of a stream: that it knows how far it is.</summary>
    private sealed class OutputStream(IBufferWriter<byte> output) : Stream
    {
        private long _position;

        public override bool CanRead => false;

        public override bool CanSeek => true;

        public override bool CanWrite => true;

        public override long Length => _position;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            output.Write(buffer);
            _position += buffer.Length;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
