using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Kubernetes;

public sealed class KubernetesOptionsTests
{
    [Fact]
    public void Every_mistake_is_told_at_once_with_its_key()
    {
        var options = new KubernetesOptions
        {
            DiscoveryInterval = TimeSpan.Zero,
            Clusters =
            [
                new ClusterOptions { Name = "a", InCluster = true, Kubeconfig = "/nowhere/config", Context = "c" },
                new ClusterOptions { Name = "a", Proxy = "ftp://user:secret@host", Namespaces = ["good", "Bad"] },
                new ClusterOptions { Name = "" },
            ],
        };
        var errors = new List<string>();
        options.Validate("kubernetes", errors);

        errors.Should().Equal(
            [
                "kubernetes.discoveryInterval must be from 5s to 1h.",
                "kubernetes.clusters[0].kubeconfig cannot be combined with kubernetes.clusters[0].inCluster: choose one.",
                "kubernetes.clusters[0].context cannot be combined with kubernetes.clusters[0].inCluster: contexts belong to kubeconfig files.",
                "kubernetes.clusters[0].kubeconfig: /nowhere/config is not there or cannot be read.",
                "kubernetes.clusters[1].proxy must be an http, https, socks4 or socks5 URL.",
                "kubernetes.clusters[1].namespaces[1] \"Bad\" is not a namespace's name.",
                "kubernetes.clusters[1].name \"a\" is taken by another cluster: give each its own name.",
                "kubernetes.clusters[2].name must not be empty: leave it out for the context's name.",
            ]);
    }

    [Fact]
    public void Defaults_are_valid()
    {
        var errors = new List<string>();
        new KubernetesOptions { Clusters = [new ClusterOptions { InCluster = true }, new ClusterOptions { Context = "c" }] }.Validate("kubernetes", errors);
        errors.Should().BeEmpty();
    }
}
