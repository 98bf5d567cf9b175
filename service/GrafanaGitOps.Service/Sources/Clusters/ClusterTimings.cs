using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Access;
using GrafanaGitOps.Service.Sources.Watching;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>How patient the watching of clusters is.</summary>
internal sealed record ClusterTimings(WatchTimings Watch, TransportTimings Transport)
{
    public static ClusterTimings Of(KubernetesOptions options) =>
        new(new WatchTimings { DiscoveryInterval = options.DiscoveryInterval }, new TransportTimings());
}
