namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>What Flux does about the commits of the platform.</summary>
internal sealed class FluxPlan(int seed)
{
    /// <summary>How long Flux waits for what it applied to become healthy.</summary>
    public static readonly TimeSpan HealthTimeout = TimeSpan.FromMinutes(5);

    private readonly Random _dice = new(unchecked((seed * 31) + 2));

    /// <summary>What happens whatever is committed.</summary>
    public IEnumerable<StoryEvent> Besides()
    {
        var at = -Fleet.History;
        foreach (var cluster in Fleet.Clusters)
        {
            foreach (var one in Fetch(at, cluster.Name)) yield return one;
            foreach (var name in Fleet.Releases)
            {
                var key = new ApplicationKey(cluster.Name, name);
                yield return new ReleaseUpgraded(at + Seconds(60, 120), key, name == "redis" ? "19.6.1" : "6.9.0", Seconds(20, 60));
            }
        }

        yield return new ReleaseSuspended(Oddities.Suspended, Oddities.Paused);
    }

    /// <summary>What follows from a commit: every Kustomization goes to the new revision, whether or not it is touched.</summary>
    public IEnumerable<StoryEvent> After(PlannedCommit commit)
    {
        foreach (var cluster in Fleet.Clusters)
        {
            foreach (var one in Fetch(commit.At + Seconds(10, 50), cluster.Name)) yield return one;
            if (commit.Version is null || !Fleet.Releases.Contains(commit.Targets[0].Name)) continue;
            var key = new ApplicationKey(cluster.Name, commit.Targets[0].Name);
            yield return new ReleaseUpgraded(commit.At + Seconds(90, 240), key, commit.Version, Seconds(20, 60));
        }
    }

    private IEnumerable<StoryEvent> Fetch(TimeSpan at, string cluster)
    {
        yield return new SourceFetched(at, cluster);
        foreach (var name in Fleet.Kustomizations)
        {
            var key = new ApplicationKey(cluster, name);
            var isHealthy = key != Oddities.NotReady || at < Oddities.Unhealthy;
            var duration = isHealthy ? Seconds(3, 25) : HealthTimeout;
            yield return new Reconciled(at + Seconds(2, 6) + duration, key, duration, isHealthy);
        }
    }

    private TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(_dice.Next(from, to));
}
