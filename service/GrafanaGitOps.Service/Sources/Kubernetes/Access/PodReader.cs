using System.Globalization;

namespace GrafanaGitOps.Service.Sources.Kubernetes.Access;

/// <summary>
/// The cluster that this program runs in, from what Kubernetes gives to every pod. Read as a kubeconfig is, because the package's own reading takes
/// the authority once, and looks into the token's file only after a minute.
/// </summary>
internal static class PodReader
{
    private const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static ClusterAccess Read(ClusterOptions options) => Read(options, Environment.GetEnvironmentVariable, ServiceAccountFolder);

    internal static ClusterAccess Read(ClusterOptions options, Func<string, string?> environment, string folder)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT_HTTPS") ?? environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw new KubernetesException(
                $"Cluster {options.DisplayName}: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set, so this is not a pod: name a kubeconfig instead of inCluster.");
        }

        var cluster = new ClusterSection { Server = new UriBuilder(Uri.UriSchemeHttps, host, number).Uri.AbsoluteUri, CertificateAuthority = "ca.crt" };
        return ClusterAccess.Create(
            options.DisplayName,
            context: null,
            options,
            new ConfigurationSection<ClusterSection>(cluster, "the pod's environment", folder),
            new ConfigurationSection<UserSection>(new UserSection { TokenFile = "token" }, "the pod's service account", folder),
            new ConfigurationFiles());
    }
}
