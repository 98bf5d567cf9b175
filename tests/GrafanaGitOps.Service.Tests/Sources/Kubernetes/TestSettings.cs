using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

/// <summary>Clients that notice a dead connection within a second or two.</summary>
internal static class TestSettings
{
    public static readonly TransportTimings Impatient = new() { PingDelay = TimeSpan.FromSeconds(1), PingTimeout = TimeSpan.FromSeconds(1) };

    /// <summary>A client of the test server at another address, such as a relay's.</summary>
    public static KubernetesClient Client(KubernetesApiServer server, string url)
    {
        var settings = KubeconfigReader.Read(new ClusterOptions { Kubeconfig = server.Kubeconfig }, TimeProvider.System);
        return new KubernetesClient(settings with { Server = new Uri(url) }, TimeProvider.System, Impatient);
    }
}
