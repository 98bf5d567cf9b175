namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>Every limit on what a cluster may send and how long it may take.</summary>
internal static class KubernetesLimits
{
    /// <summary>Objects asked for in one page of a list; what kubectl asks for.</summary>
    public const int PageSize = 500;

    /// <summary>Bytes of one object or watch event; etcd's own default is 1.5 MiB. A larger one is reported and skipped.</summary>
    public const int MaxObjectBytes = 16 * 1024 * 1024;

    /// <summary>Bytes of a discovery document; the largest seen are 200 KiB.</summary>
    public const int MaxDiscoveryBytes = 8 * 1024 * 1024;

    /// <summary>Bytes of an error's body that are read for its message.</summary>
    public const int MaxErrorBytes = 64 * 1024;

    /// <summary>Bytes of a kubeconfig, token, certificate or key file.</summary>
    public const int MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>Bytes of output of a credential plugin.</summary>
    public const int MaxPluginOutputBytes = 1024 * 1024;

    /// <summary>Time a credential plugin may take; it may ask a remote identity provider.</summary>
    public static readonly TimeSpan PluginTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Time to connect, TLS included.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Time until a response begins, and the longest pause within the body of one that is not a watch. The server's own limit is 60 s.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(90);

    /// <summary>The longest pause that a server may ask for with Retry-After.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);
}
