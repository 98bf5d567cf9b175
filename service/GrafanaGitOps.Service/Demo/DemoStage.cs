using GrafanaGitOps.Service.Demo.Api;
using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo;

/// <summary>Lets the story happen: commits in the repositories, objects in the clusters.</summary>
internal sealed class DemoStage : IDisposable
{
    private readonly StoryClock _clock;
    private readonly IReadOnlyDictionary<string, DemoRepository> _repositories;
    private readonly DemoWorld _world;
    private readonly StoryReader _story;
    private readonly Lock _gate = new();

    private DemoStage(int seed, StoryClock clock, IReadOnlyDictionary<string, DemoRepository> repositories)
    {
        (_clock, _repositories) = (clock, repositories);
        _world = new DemoWorld(clock, UrlOf, (repository, number) => repositories[repository].ShaOf(number));
        _story = new StoryReader(Scenario.Events(seed, clock.Start));
        foreach (var still in _world.Still) Clusters[still.Cluster].Put(still);
    }

    /// <summary>The objects of each cluster, by its name.</summary>
    public IReadOnlyDictionary<string, ClusterObjects> Clusters { get; } =
        Fleet.Clusters.ToDictionary(cluster => cluster.Name, _ => new ClusterObjects());

    /// <summary>Makes the repositories with every commit up to the start.</summary>
    public static DemoStage Set(int seed, StoryClock clock, Func<string, string> folderOf)
    {
        var past = CommitPlan.Of(seed, clock.Start).TakeWhile(commit => commit.At < TimeSpan.Zero).ToLookup(commit => commit.Repository);
        var repositories = new Dictionary<string, DemoRepository>();
        foreach (var name in new[] { Fleet.Shop, Fleet.Platform })
        {
            var repository = repositories[name] = new DemoRepository(folderOf(name), clock);
            foreach (var commit in past[name]) repository.Append(commit);
        }

        return new DemoStage(seed, clock, repositories);
    }

    /// <summary>Where a repository is.</summary>
    public string UrlOf(string repository) => _repositories[repository].Folder;

    /// <summary>Plays the story up to a moment; what each object became, and when.</summary>
    public IEnumerable<(StoredObject Object, string Cluster, DateTimeOffset At)> Play(DateTimeOffset until)
    {
        while (_story.Next(_clock.StoryTime(until)) is { } happened)
        {
            if (happened is CommitPushed { Commit: var commit } && commit.Number > _repositories[commit.Repository].Count)
                _repositories[commit.Repository].Append(commit);
            foreach (var (stored, cluster) in Put(world => world.Apply(happened))) yield return (stored, cluster, _clock.At(happened.At));
        }

        foreach (var (stored, cluster) in Put(world => world.Look(until))) yield return (stored, cluster, until);
    }

    /// <summary>Reads the clusters as they are, while nothing happens.</summary>
    public T Read<T>(Func<DemoWorld, T> read)
    {
        lock (_gate) return read(_world);
    }

    public void Dispose()
    {
        _story.Dispose();
        foreach (var repository in _repositories.Values) repository.Dispose();
    }

    private List<(StoredObject Object, string Cluster)> Put(Func<DemoWorld, IReadOnlyList<DemoObject>> change)
    {
        lock (_gate) return [.. change(_world).Select(one => (Clusters[one.Cluster].Put(one), one.Cluster))];
    }
}
