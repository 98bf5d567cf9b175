using System.Buffers;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Writes a frame as Grafana's JSON: <c>{"schema": {...}, "data": {"values": [[...], ...]}}</c>.</summary>
public static class FrameJsonWriter
{
    /// <summary>Writes schema, data or both.</summary>
    public static void Write(Frame frame, IBufferWriter<byte> output, FrameJsonParts parts = FrameJsonParts.SchemaAndData) =>
        throw new NotImplementedException();
}

/// <summary>The parts of a frame's JSON; a live stream sends the schema once and then data alone.</summary>
public enum FrameJsonParts
{
    /// <summary>Both.</summary>
    SchemaAndData,

    /// <summary>The schema alone.</summary>
    Schema,

    /// <summary>The values alone.</summary>
    Data,
}
