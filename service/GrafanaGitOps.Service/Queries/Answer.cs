using GrafanaGitOps.Protocol.Frames;

namespace GrafanaGitOps.Service.Queries;

/// <summary>The frames of one answer, taken together.</summary>
internal static class Answer
{
    /// <summary>Bytes of all cells.</summary>
    public static long Size(IReadOnlyList<Frame> frames) => frames.Sum(frame => frame.Size);

    /// <summary>Other frames over the same cells.</summary>
    public static IReadOnlyList<Frame> Share(IReadOnlyList<Frame> frames) => [.. frames.Select(frame => frame.Share())];

    /// <summary>Returns the memory of all of them.</summary>
    public static void Dispose(IReadOnlyList<Frame> frames)
    {
        foreach (var frame in frames) frame.Dispose();
    }
}
