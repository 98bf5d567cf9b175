namespace GrafanaGitOps.Protocol.Frames;

/// <summary>A frame that cannot be written as Grafana would read it; the message names the field and the row.</summary>
public sealed class FrameException(string message, Exception? innerException = null) : Exception(message, innerException);
