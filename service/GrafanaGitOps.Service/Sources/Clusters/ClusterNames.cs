using System.Collections.Concurrent;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Sources.Clusters;

/// <summary>Which configured cluster has which name; a name that its kubeconfig gives is known only when that is read.</summary>
internal sealed class ClusterNames
{
    private readonly ConcurrentDictionary<string, ClusterOptions> _owners = new(StringComparer.Ordinal);

    /// <summary>Takes the name for a cluster.</summary>
    /// <exception cref="KubernetesException">Another cluster has it; the two would overwrite each other.</exception>
    public void Claim(string name, ClusterOptions cluster)
    {
        if (!ReferenceEquals(_owners.GetOrAdd(name, cluster), cluster))
            throw new KubernetesException($"Cluster {name}: another of kubernetes.clusters leads to a context of this name: give each its own name.");
    }
}
