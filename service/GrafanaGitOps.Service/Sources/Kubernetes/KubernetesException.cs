using System.Net;

namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>A cluster could not be reached, refused, or sent what cannot be read. The message names cluster and object and carries no secret.</summary>
public sealed class KubernetesException : Exception
{
    public KubernetesException()
    {
    }

    public KubernetesException(string message)
        : base(message)
    {
    }

    public KubernetesException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The HTTP status, or null when there was no answer.</summary>
    public HttpStatusCode? Status { get; init; }

    /// <summary>The pause that the server asked for.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The resource version is too old for the server: the list must be read again.</summary>
    public bool IsExpired { get; init; }
}
