using System.Globalization;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>Settings of the cluster that this program runs in, from what Kubernetes gives to every pod.</summary>
internal static class InClusterReader
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ClusterSettings Read(ClusterOptions options, TimeProvider timeProvider) =>
        Read(options, timeProvider, Environment.GetEnvironmentVariable, ServiceAccountFolder);

    internal static ClusterSettings Read(ClusterOptions options, TimeProvider timeProvider, Func<string, string?> environment, string folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT_HTTPS") ?? environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new KubernetesException(
                $"Cluster {options.DisplayName}: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set, so this is not a pod: name a kubeconfig instead of inCluster.");
        }

        var token = TextSource.File(Path.Combine(folder, "token"), timeProvider);
        return new ClusterSettings
        {
            Name = options.DisplayName,
            Server = new UriBuilder(Uri.UriSchemeHttps, host.Contains(':') ? $"[{host.Trim('[', ']')}]" : host, number).Uri,
            Credentials = new TextCredentialSource(token, null, null),
            CertificateAuthority = TextSource.File(Path.Combine(folder, "ca.crt"), timeProvider),
            InsecureSkipTlsVerify = options.InsecureSkipTlsVerify,
            Proxy = options.Proxy is { } text && ClusterProxy.TryParse(text, out var proxy) ? proxy : null,
        };
    }
}
