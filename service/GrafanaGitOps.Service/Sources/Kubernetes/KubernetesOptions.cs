namespace GrafanaGitOps.Service.Sources.Kubernetes;

/// <summary>The clusters to watch (<c>kubernetes</c>).</summary>
public sealed class KubernetesOptions
{
    /// <summary>The clusters. None by default: nothing is watched that was not asked for.</summary>
    public List<ClusterOptions> Clusters { get; set; } = [];

    /// <summary>
    /// How often to look again for kinds that a cluster does not serve yet, so that operators installed later are found.
    /// Default 60 seconds, from 5 seconds to 1 hour.
    /// </summary>
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Adds every mistake to <paramref name="errors"/>, each with its key under <paramref name="key"/>.</summary>
    public void Validate(string key, ICollection<string> errors)
    {
        if (DiscoveryInterval < TimeSpan.FromSeconds(5) || DiscoveryInterval > TimeSpan.FromHours(1))
            errors.Add($"{key}.discoveryInterval must be from 5s to 1h.");

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < Clusters.Count; index++)
        {
            var clusterKey = $"{key}.clusters[{index}]";
            Clusters[index].Validate(clusterKey, errors);
            var name = Clusters[index].DisplayName;
            if (!names.Add(name)) errors.Add($"{clusterKey}.name \"{name}\" is taken by another cluster: give each its own name.");
        }
    }
}
