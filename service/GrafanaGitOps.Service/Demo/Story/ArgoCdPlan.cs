namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>What Argo CD does about the commits, and what happens to its applications besides.</summary>
internal sealed class ArgoCdPlan(int seed)
{
    /// <summary>Of the syncs before the last day, in percent, that fail and are tried again by a person.</summary>
    private const int Failing = 4;

    /// <summary>Between two things that Argo CD does one after the other.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    private readonly Random _dice = new(unchecked((seed * 31) + 1));
    private readonly Dictionary<ApplicationKey, TimeSpan> _busyUntil = [];

    /// <summary>What happens whatever is committed.</summary>
    public IEnumerable<StoryEvent> Besides()
    {
        var at = -Fleet.History;
        foreach (var cluster in Fleet.Clusters)
        {
            foreach (var name in Fleet.Applications)
            {
                var key = new ApplicationKey(cluster.Name, name);
                foreach (var one in Sync(at, key, SyncCause.Automatic, null)) yield return one;
                at += TimeSpan.FromSeconds(20);
            }
        }

        for (var day = 27; day > 1; day -= 4)
        {
            var key = new ApplicationKey(Fleet.ClusterOf(Fleet.Production).Name, Fleet.Applications[_dice.Next(Fleet.Applications.Count)]);
            if (key == Oddities.Changed || key == Oddities.Manual) continue;
            foreach (var one in Healing(TimeSpan.FromDays(-day) + TimeSpan.FromMinutes(_dice.Next(600)), key)) yield return one;
        }

        yield return new Compared(Oddities.NotLooked, Oddities.Stale);
        yield return new ChangedByHand(Oddities.HandChange, Oddities.Changed);
    }

    /// <summary>What follows from a commit.</summary>
    public IEnumerable<StoryEvent> After(PlannedCommit commit) =>
        commit.Targets.SelectMany(target => After(commit, new ApplicationKey(Fleet.ClusterOf(target.Environment).Name, target.Name)));

    private IEnumerable<StoryEvent> After(PlannedCommit commit, ApplicationKey key)
    {
        var noticed = commit.At + Seconds(15, 150);
        if (key == Oddities.Manual) return Manually(commit, key, noticed);
        if (key == Oddities.Failed && commit.At == Oddities.FailedSync) return FailingForGood(key);
        if (Told(commit, key) is { } told) return Sync(told, key, SyncCause.Automatic, null, Incident.Deploying);
        return commit.At < TimeSpan.FromDays(-1) && _dice.Next(100) < Failing
            ? FailingOnce(commit, key, noticed)
            : Sync(noticed, key, SyncCause.Automatic, null);
    }

    /// <summary>When the story deploys this commit; null for all others.</summary>
    private static TimeSpan? Told(PlannedCommit commit, ApplicationKey key)
    {
        if (key.Name != Incident.Application || Incident.Last(commit.At) is not { } incident) return null;
        if (commit.At == incident.Committed) return incident.Deployed;
        return commit.At == incident.Reverted ? incident.RevertDeployed : null;
    }

    private IEnumerable<StoryEvent> Sync(TimeSpan at, ApplicationKey key, SyncCause cause, string? user, TimeSpan? duration = null)
    {
        var begun = Free(at, key);
        var ended = begun + (duration ?? Seconds(9, 48));
        var rolledOut = _busyUntil[key] = ended + Seconds(5, 40);
        return
        [
            new Compared(begun - Moment, key), new SyncBegan(begun, key, cause, user), new SyncEnded(ended, key),
            new RolledOut(rolledOut, key),
        ];
    }

    private IEnumerable<StoryEvent> Manually(PlannedCommit commit, ApplicationKey key, TimeSpan noticed)
    {
        IEnumerable<StoryEvent> seen = [new Compared(noticed, key)];
        return commit.At == Oddities.Waiting ? seen
            : seen.Concat(Sync(noticed + Seconds(240, 1200), key, SyncCause.Person, "erin@example.com"));
    }

    private IEnumerable<StoryEvent> FailingOnce(PlannedCommit commit, ApplicationKey key, TimeSpan noticed)
    {
        var begun = Free(noticed, key);
        var ended = _busyUntil[key] = begun + Seconds(9, 30);
        var failure = new SyncFailure(
            $"Deployment \"{key.Name}\" was refused: the memory limit is smaller than the request (retried 2 times).",
            IsHook: false,
            Retries: 2);
        return
        [
            new Compared(begun - Moment, key), new SyncBegan(begun, key, SyncCause.Automatic), new SyncEnded(ended, key, failure),
            .. Sync(ended + Seconds(300, 1500), key, SyncCause.Person, $"{commit.Author}@example.com"),
        ];
    }

    private static IEnumerable<StoryEvent> FailingForGood(ApplicationKey key)
    {
        var begun = Oddities.FailedSync + TimeSpan.FromMinutes(5);
        var ended = begun + TimeSpan.FromSeconds(100);
        var failure = new SyncFailure(
            "Job payments-schema failed: its pod ended with exit code 1 more often than its backoff limit allows (retried 5 times).",
            IsHook: true,
            Retries: 5);
        return
        [
            new Compared(begun - Moment, key), new SyncBegan(begun, key, SyncCause.Automatic), new SyncEnded(ended, key, failure),
            new RolledOut(ended + TimeSpan.FromSeconds(20), key, IsHealthy: false),
        ];
    }

    private IEnumerable<StoryEvent> Healing(TimeSpan at, ApplicationKey key)
    {
        var changed = Free(at, key);
        var ended = _busyUntil[key] = changed + TimeSpan.FromSeconds(9);
        return
        [
            new ChangedByHand(changed, key), new SyncBegan(changed + (5 * Moment), key, SyncCause.SelfHeal),
            new SyncEnded(ended, key), new RolledOut(ended + (10 * Moment), key),
        ];
    }

    private TimeSpan Free(TimeSpan at, ApplicationKey key)
    {
        var free = _busyUntil.TryGetValue(key, out var until) ? until + TimeSpan.FromSeconds(2) : at;
        return free > at ? free : at;
    }

    private TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(_dice.Next(from, to));
}
