using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>The packets of one live channel: a packet has its schema only where it is not that of the packet before.</summary>
internal sealed class StreamPackets
{
    private byte[]? _schema;

    public static byte[] Whole(Frame frame) => Write(frame, FrameJsonParts.SchemaAndData);

    public byte[] Next(Frame frame)
    {
        var schema = Write(frame, FrameJsonParts.Schema);
        if (_schema is not null && schema.AsSpan().SequenceEqual(_schema)) return Write(frame, FrameJsonParts.Data);
        _schema = schema;
        return Whole(frame);
    }

    private static byte[] Write(Frame frame, FrameJsonParts parts)
    {
        using var buffer = new MessageBuffer();
        FrameJsonWriter.Write(frame, buffer, parts);
        return buffer.Written.ToArray();
    }
}
