using System.Runtime.InteropServices;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>The FlatBuffers of an Arrow file: field numbers and values are those of Arrow's Schema.fbs, Message.fbs and File.fbs.</summary>
internal static class ArrowMetadata
{
    private const short VersionV5 = 4;
    private const byte HeaderSchema = 1;
    private const byte HeaderRecordBatch = 3;

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Node(long Length, long NullCount);

    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Buffer(long Offset, long Length);

    /// <summary>Where a message stands in the file; the padding is part of the struct.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Block(long Offset, int MetadataLength, int Padding, long BodyLength);

    public static void WriteSchemaMessage(FlatBufferBuilder builder, Frame frame, FrameMetadata metadata) =>
        WriteMessage(builder, HeaderSchema, ArrowSchema.Write(builder, frame, metadata), bodyLength: 0);

    public static void WriteRecordBatchMessage(
        FlatBufferBuilder builder, int rows, ReadOnlySpan<Node> nodes, ReadOnlySpan<Buffer> buffers, long bodyLength)
    {
        var nodeVector = builder.Structs(nodes);
        var bufferVector = builder.Structs(buffers);
        builder.StartTable(4);
        builder.Scalar(0, (long)rows);
        builder.Reference(1, nodeVector);
        builder.Reference(2, bufferVector);
        WriteMessage(builder, HeaderRecordBatch, builder.EndTable(), bodyLength);
    }

    public static void WriteFooter(FlatBufferBuilder builder, Frame frame, FrameMetadata metadata, ReadOnlySpan<Block> recordBatches)
    {
        var schema = ArrowSchema.Write(builder, frame, metadata);
        var dictionaries = builder.Structs<Block>([]);
        var batches = builder.Structs(recordBatches);
        builder.StartTable(5);
        builder.Reference(1, schema);
        builder.Reference(2, dictionaries);
        builder.Reference(3, batches);
        builder.Scalar(0, VersionV5);
        builder.Finish(builder.EndTable());
    }

    private static void WriteMessage(FlatBufferBuilder builder, byte headerType, int header, long bodyLength)
    {
        builder.StartTable(5);
        builder.Scalar(3, bodyLength);
        builder.Reference(2, header);
        builder.Scalar(0, VersionV5);
        builder.Scalar(1, headerType);
        builder.Finish(builder.EndTable());
    }
}
