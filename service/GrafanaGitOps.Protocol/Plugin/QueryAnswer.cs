using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>What one query came to: frames in pooled memory, or an error.</summary>
internal sealed record QueryAnswer(string RefId, Proto.DataFrameFormat Format) : IDisposable
{
    public List<MessageBuffer> Frames { get; } = [];

    public PluginException? Error { get; private set; }

    public static QueryAnswer Failed(string refId, Proto.DataFrameFormat format, PluginException error) => new(refId, format) { Error = error };

    /// <summary>Writes the frames and disposes them, whatever happens.</summary>
    public static QueryAnswer Of(string refId, Proto.DataFrameFormat format, IReadOnlyList<Frame> frames)
    {
        var answer = new QueryAnswer(refId, format);
        try
        {
            foreach (var frame in frames) answer.Add(frame);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
        finally
        {
            foreach (var frame in frames) frame.Dispose();
        }
    }

    public void Dispose() => Frames.ForEach(frame => frame.Dispose());

    private void Add(Frame frame)
    {
        frame.RefId = RefId;
        var buffer = new MessageBuffer();
        Frames.Add(buffer);
        if (Format == Proto.DataFrameFormat.Json) FrameJsonWriter.Write(frame, buffer);
        else FrameArrowWriter.Write(frame, buffer);
    }
}
