using System.Net;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>All that is needed to talk to one cluster, from a kubeconfig or from the pod.</summary>
internal sealed record ClusterSettings
{
    /// <summary>What frames, logs and errors call the cluster.</summary>
    public required string Name { get; init; }

    public required Uri Server { get; init; }

    public required CredentialSource Credentials { get; init; }

    /// <summary>The name that the server's certificate must carry, if it is not the host of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>PEM of the authorities to trust; null trusts those of the system.</summary>
    public TextSource? CertificateAuthority { get; init; }

    public bool InsecureSkipTlsVerify { get; init; }

    public WebProxy? Proxy { get; init; }
}
