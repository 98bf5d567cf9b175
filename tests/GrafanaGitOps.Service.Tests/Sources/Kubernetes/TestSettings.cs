using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>Clients that notice a dead connection within a second or two.</summary>
internal static class TestSettings
{
    public static readonly TransportTimings Impatient = new() { PingDelay = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>A client of the test server at another address, such as a relay's.</summary>
    public static ClusterClient Client(KubernetesApiServer server, string url)
    {
        var kubeconfig = Path.Combine(server.Folder, $"kubeconfig-{new Uri(url).Port}");
        File.WriteAllText(kubeconfig, File.ReadAllText(server.Kubeconfig).Replace(server.Url.GetLeftPart(UriPartial.Authority), url, StringComparison.Ordinal));
        return new ClusterClient(new ClusterOptions { Kubeconfig = kubeconfig }, Impatient, TimeProvider.System);
    }
}
