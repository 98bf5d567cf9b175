namespace GrafanaGitOps.Protocol.Plugin;

/// <summary>An error that the user sees; any other exception becomes a 500 of ours whose text stays in the log.</summary>
/// <param name="message">What happened, to which object, and what to do; no secrets.</param>
/// <param name="status">An HTTP status.</param>
/// <param name="errorSource">Whom Grafana's service-level figures blame.</param>
/// <param name="innerException">For the log.</param>
public sealed class PluginException(string message, int status, ErrorSource errorSource, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>An HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Whom Grafana's service-level figures blame.</summary>
    public ErrorSource ErrorSource { get; } = errorSource;
}

/// <summary>Who is to blame for an error (Grafana's <c>errorSource</c>).</summary>
public enum ErrorSource
{
    /// <summary>This program.</summary>
    Plugin,

    /// <summary>The cluster, git, the database, or the question.</summary>
    Downstream,
}
