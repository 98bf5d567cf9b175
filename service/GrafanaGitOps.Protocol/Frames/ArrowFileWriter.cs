using System.Buffers;

namespace GrafanaGitOps.Protocol.Frames;

/// <summary>Writes a frame as one complete Arrow IPC file (Arrow columnar format 1.4, "IPC File Format"; metadata version V5).</summary>
public static class ArrowFileWriter
{
    /// <summary>Writes the whole file; a <see cref="FrameException"/>, before the first byte, when fields differ in length or two have the same name and labels.</summary>
    public static void Write(Frame frame, IBufferWriter<byte> output)
    {
        FrameCheck.Check(frame);
        using var file = new ArrowFile(frame);
        file.WriteTo(output);
    }

    /// <summary>The whole file in one array of just its length: the cheapest way to a message of a frame. At most 2,147,483,591 bytes.</summary>
    public static byte[] ToArray(Frame frame)
    {
        FrameCheck.Check(frame);
        using var file = new ArrowFile(frame);
        if (file.Length > Array.MaxLength)
            throw new FrameException($"Frame \"{frame.Name}\" is {file.Length:N0} bytes as an Arrow file, more than one answer can hold ({Array.MaxLength:N0}); ask for fewer rows.");
        var output = new FixedBufferWriter(GC.AllocateUninitializedArray<byte>((int)file.Length));
        file.WriteTo(output);
        return output.Array;
    }

    private sealed class FixedBufferWriter(byte[] array) : IBufferWriter<byte>
    {
        private int _written;

        public byte[] Array => array;

        public void Advance(int count) => _written += count;

        public Memory<byte> GetMemory(int sizeHint = 0) => array.AsMemory(_written);

        public Span<byte> GetSpan(int sizeHint = 0) => array.AsSpan(_written);
    }
}
