namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>When an HTTP/2 connection is taken for dead: nobody answered a ping.</summary>
internal sealed record TransportTimings
{
    /// <summary>Pause after which a ping is sent while requests are open. 30 seconds, as kubectl does.</summary>
    public TimeSpan PingDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for the answer. 15 seconds.</summary>
    public TimeSpan PingTimeout { get; init; } = TimeSpan.FromSeconds(15);
}
