using System.Net;
using k8s;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>How a cluster is reached, as a context of a kubeconfig or the pod said when it was read.</summary>
internal sealed class ClusterAccess
{
    /// <summary>What frames, logs and errors call the cluster.</summary>
    public required string Name { get; init; }

    /// <summary>The context that was read. Null in a pod.</summary>
    public required string? Context { get; init; }

    /// <summary>Address, token, and whether to check the server's certificate.</summary>
    public required KubernetesClientConfiguration Client { get; init; }

    /// <summary>PEM of the authorities to trust; null trusts those of the system.</summary>
    public string? Authority { get; init; }

    /// <summary>PEM of the client's certificate, of those between it and its authority, and of its key.</summary>
    public (string? Certificate, string? Key) Identity { get; set; }

    /// <summary>The program that prints token or certificate.</summary>
    public ExecPlugin? Plugin { get; init; }

    public WebProxy? Proxy { get; init; }

    /// <summary>Everything that this was read from.</summary>
    public required ConfigurationFiles Files { get; init; }

    /// <summary>Reads it.</summary>
    /// <param name="options">Where from.</param>
    /// <param name="context">A context that goes before the one that the kubeconfig chooses.</param>
    public static ClusterAccess Read(ClusterOptions options, string? context = null) =>
        options.InCluster ? PodReader.Read(options) : KubeconfigReader.Read(options, context);

    public static ClusterAccess Create(
        string name, string? context, ClusterOptions options, ConfigurationSection<ClusterSection> cluster, ConfigurationSection<UserSection>? user, ConfigurationFiles files)
    {
        if (!Uri.TryCreate(cluster.Content.Server, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
            throw new KubernetesException($"server in {cluster.Description} must be an http or https URL without user and password.");
        if (cluster.Content.SkipTlsVerify && !options.InsecureSkipTlsVerify)
        {
            throw new KubernetesException(
                $"{cluster.Description} asks to skip the check of the server's certificate: give its certificate-authority, or set insecureSkipTlsVerify of this cluster too.");
        }

        return new ClusterAccess
        {
            Name = name,
            Context = context,
            Client = new KubernetesClientConfiguration
            {
                Host = server.GetLeftPart(UriPartial.Path).TrimEnd('/'),
                TlsServerName = cluster.Content.TlsServerName,
                SkipTlsVerify = options.InsecureSkipTlsVerify,
                AccessToken = user is null ? null : ReadToken(user, files),
                UserAgent = "grafana-gitops",
            },
            Authority = cluster.Pem("certificate-authority", cluster.Content.CertificateAuthorityData, cluster.Content.CertificateAuthority, files),
            Identity = user is null ? default : ReadIdentity(user, files),
            Plugin = user?.Content.ExternalExecution is ExecSection exec ? ExecPlugin.Create(exec, user, cluster.Content) : null,
            Proxy = ReadProxy(options, cluster),
            Files = files,
        };
    }

    private static (string? Certificate, string? Key) ReadIdentity(ConfigurationSection<UserSection> user, ConfigurationFiles files)
    {
        var content = user.Content;
        if (IsGiven(content.ClientCertificateData, content.ClientCertificate) != IsGiven(content.ClientKeyData, content.ClientKey))
            throw new KubernetesException($"{user.Description} must have both client-certificate and client-key, or neither.");
        return (
            user.Pem("client-certificate", content.ClientCertificateData, content.ClientCertificate, files),
            user.Pem("client-key", content.ClientKeyData, content.ClientKey, files));

        static bool IsGiven(string? data, string? path) => !string.IsNullOrEmpty(data) || !string.IsNullOrEmpty(path);
    }

    /// <summary>As kubectl does: the file wins, because it rotates.</summary>
    private static string? ReadToken(ConfigurationSection<UserSection> user, ConfigurationFiles files) =>
        string.IsNullOrEmpty(user.Content.TokenFile) ? user.Content.Token : files.Read(user.ResolvePath(user.Content.TokenFile)).Trim();

    private static WebProxy? ReadProxy(ClusterOptions options, ConfigurationSection<ClusterSection> cluster)
    {
        if ((options.Proxy ?? cluster.Content.ProxyUrl) is not { Length: > 0 } text) return null;
        return ClusterProxy.TryParse(text, out var proxy)
            ? proxy
            : throw new KubernetesException($"proxy-url in {cluster.Description} must be an http, https, socks4 or socks5 URL.");
    }
}
