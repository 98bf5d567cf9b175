using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Objects;

/// <summary>The clusters of the demo as the story makes them. It is not safe for several threads at once.</summary>
internal sealed class DemoWorld
{
    private static readonly TimeSpan ArgoCdInterval = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan FluxInterval = TimeSpan.FromMinutes(10);

    private readonly StoryClock _clock;
    private readonly Func<string, int, string> _shaOf;
    private readonly Dictionary<string, Revision> _heads = [];
    private readonly Dictionary<string, List<(int Commit, string Version)>> _versions = [];
    private readonly Dictionary<ApplicationKey, HelmChartObject> _charts;
    private readonly Dictionary<string, GitRepositoryObject> _sources;

    /// <param name="clock">What story time is in ours.</param>
    /// <param name="urlOf">Where a repository is.</param>
    /// <param name="shaOf">The id that git gave to a commit.</param>
    public DemoWorld(StoryClock clock, Func<string, string> urlOf, Func<string, int, string> shaOf)
    {
        (_clock, _shaOf) = (clock, shaOf);
        var created = clock.At(-Fleet.History);
        ArgoCd = Make(Fleet.Applications, key => new ArgoCdApplication(key, urlOf(Fleet.Shop), created));
        Kustomizations = Make(Fleet.Kustomizations, key => new KustomizationObject(key, created));
        Releases = Make(Fleet.Releases, key => new HelmReleaseObject(key, created));
        _charts = Releases.Keys.ToDictionary(key => key, key => new HelmChartObject(key.Cluster, key.Name, created));
        _sources = Fleet.Clusters.ToDictionary(
            cluster => cluster.Name, cluster => new GitRepositoryObject(cluster.Name, urlOf(Fleet.Platform), created));
        Still =
        [
            .. Fleet.Clusters.SelectMany(cluster => OperatorWorkload.Of(cluster.Name, created)),
            .. Fleet.Clusters.Select(cluster => new HelmRepositoryObject(cluster.Name, created)),
        ];
    }

    /// <summary>By key, in the order of clusters and names.</summary>
    public IReadOnlyDictionary<ApplicationKey, ArgoCdApplication> ArgoCd { get; }

    public IReadOnlyDictionary<ApplicationKey, KustomizationObject> Kustomizations { get; }

    public IReadOnlyDictionary<ApplicationKey, HelmReleaseObject> Releases { get; }

    /// <summary>Objects that are there from the beginning and never change.</summary>
    public IReadOnlyList<DemoObject> Still { get; }

    /// <summary>Lets something happen; the objects that changed by it, sources before what is made from them.</summary>
    public IReadOnlyList<DemoObject> Apply(StoryEvent happened)
    {
        var at = _clock.At(happened.At);
        return happened switch
        {
            CommitPushed pushed => Push(pushed.Commit),
            Compared compared => Compare(ArgoCd[compared.Application], at),
            SyncBegan began => Changed(ArgoCd[began.Application], ArgoCd[began.Application].Begin(began, at)),
            SyncEnded ended => End(ArgoCd[ended.Application], ended.Failure, at),
            RolledOut rolledOut => Changed(ArgoCd[rolledOut.Application], ArgoCd[rolledOut.Application].RollOut(rolledOut.IsHealthy, at)),
            ChangedByHand changed => ChangeByHand(ArgoCd[changed.Application], at),
            SourceFetched fetched => Fetch(_sources[fetched.Cluster], at),
            Reconciled reconciled => Reconcile(Kustomizations[reconciled.Application], reconciled, at),
            ReleaseUpgraded upgraded => Upgrade(upgraded, at),
            ReleaseSuspended suspended => Suspend(Releases[suspended.Application]),
            _ => throw new InvalidOperationException($"The demo does not know what {happened.GetType().Name} is."),
        };
    }

    /// <summary>The operators' routine looks that are due; what changed by them.</summary>
    public IReadOnlyList<DemoObject> Look(DateTimeOffset at)
    {
        List<DemoObject> changed = [];
        foreach (var application in ArgoCd.Values.Where(one => one.Key != Oddities.Stale && IsDue(one.Key, one.Looked, at, ArgoCdInterval)))
            changed.AddRange(Compare(application, at));
        foreach (var kustomization in Kustomizations.Values.Where(one => IsDue(one.Key, one.Looked, at, FluxInterval)))
        {
            kustomization.Look(at);
            changed.Add(kustomization);
        }

        return changed;
    }

    /// <summary>Both operators spread their looks, each application by itself.</summary>
    private static bool IsDue(ApplicationKey key, DateTimeOffset looked, DateTimeOffset at, TimeSpan interval) =>
        at - looked >= interval + TimeSpan.FromSeconds((key.Name.Length * 7 + key.Cluster.Length * 3) % 40);

    private static IReadOnlyList<DemoObject> Changed(DemoObject one, bool isChanged) => isChanged ? [one] : [];

    private static Dictionary<ApplicationKey, T> Make<T>(IReadOnlyList<string> names, Func<ApplicationKey, T> make) =>
        Fleet.Clusters.SelectMany(cluster => names.Select(name => new ApplicationKey(cluster.Name, name))).ToDictionary(key => key, make);

    private List<DemoObject> Push(PlannedCommit commit)
    {
        _heads[commit.Repository] = new Revision(commit.Number, _shaOf(commit.Repository, commit.Number));
        foreach (var target in commit.Targets)
        {
            var key = new ApplicationKey(Fleet.ClusterOf(target.Environment).Name, target.Name);
            if (ArgoCd.TryGetValue(key, out var application)) application.Want(commit.Number);
            if (Kustomizations.TryGetValue(key, out var kustomization)) kustomization.Want();
        }

        if (commit.Version is { } version && commit.Repository == Fleet.Shop)
        {
            var name = commit.Targets[0].Name;
            if (!_versions.TryGetValue(name, out var versions)) _versions[name] = versions = [];
            versions.Add((commit.Number, version));
        }

        // Nobody in the clusters has seen it yet.
        return [];
    }

    private List<DemoObject> Compare(ArgoCdApplication application, DateTimeOffset at)
    {
        application.Compare(_heads[Fleet.Shop], at);
        return [application];
    }

    private IReadOnlyList<DemoObject> End(ArgoCdApplication application, SyncFailure? failure, DateTimeOffset at)
    {
        if (!application.End(failure, at)) return [];
        var deployed = application.Sync!.Revision.Number;
        if (failure is null && _versions.TryGetValue(application.Name, out var versions))
            application.Version = versions.FindLast(version => version.Commit <= deployed).Version ?? application.Version;
        return [application];
    }

    private static List<DemoObject> ChangeByHand(ArgoCdApplication application, DateTimeOffset at)
    {
        application.ChangeByHand(at);
        return [application];
    }

    private List<DemoObject> Fetch(GitRepositoryObject source, DateTimeOffset at)
    {
        source.Fetch(_heads[Fleet.Platform], at);
        return [source];
    }

    private IReadOnlyList<DemoObject> Reconcile(KustomizationObject kustomization, Reconciled reconciled, DateTimeOffset at)
    {
        if (_sources[kustomization.Cluster].Revision is not { } revision) return [];
        kustomization.Reconcile(revision, reconciled.Duration, reconciled.IsHealthy, at);
        return [kustomization];
    }

    private List<DemoObject> Upgrade(ReleaseUpgraded upgraded, DateTimeOffset at)
    {
        var (chart, release) = (_charts[upgraded.Application], Releases[upgraded.Application]);
        chart.Pull(upgraded.Version, at - upgraded.Duration);
        release.Upgrade(upgraded.Version, upgraded.Duration, at);
        return [chart, release];
    }

    private static List<DemoObject> Suspend(HelmReleaseObject release)
    {
        release.Suspend();
        return [release];
    }
}
