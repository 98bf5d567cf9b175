using System.Buffers;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Writes a frame as one complete Arrow IPC file (Arrow columnar format 1.4, "IPC File Format"; metadata version V5).</summary>
public static class ArrowFileWriter
{
    /// <summary>Writes the whole file; a <see cref="FrameException"/> when fields differ in length.</summary>
    public static void Write(Frame frame, IBufferWriter<byte> output) => throw new NotImplementedException();
}
