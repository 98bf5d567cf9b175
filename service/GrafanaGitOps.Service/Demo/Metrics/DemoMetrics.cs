using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Demo.Story;

namespace GrafanaGitOps.Service.Demo.Metrics;

/// <summary>The metrics of the demo at any moment of the last day: from the clusters as they are, or from the story played again.</summary>
internal sealed class DemoMetrics(int seed, StoryClock clock, Func<string, string> urlOf)
{
    private readonly ShopMetrics _shop = new(clock);
    private readonly Lock _gate = new();

    public MetricSet Shop(DateTimeOffset at)
    {
        var set = new MetricSet();
        lock (_gate)
        {
            _shop.Advance(at);
            _shop.Write(set);
        }

        return set;
    }

    public MetricSet ArgoCd(DemoWorld world, DateTimeOffset at)
    {
        var set = new MetricSet();
        ArgoCdMetrics.Write(set, world, urlOf(Fleet.Shop), GrowthAt(at));
        return set;
    }

    public MetricSet Flux(DemoWorld world, DateTimeOffset at)
    {
        var set = new MetricSet();
        FluxMetrics.Write(set, world, clock.StoryTime(at), GrowthAt(at));
        return set;
    }

    /// <summary>What each job would have scraped before the start, by the job's name.</summary>
    /// <param name="times">Ascending, within <see cref="ShopMetrics.Memory"/>.</param>
    /// <param name="cancellationToken">Ends it between two moments.</param>
    public IReadOnlyDictionary<string, List<(DateTimeOffset At, MetricSet Set)>> Past(
        IEnumerable<DateTimeOffset> times, CancellationToken cancellationToken)
    {
        List<(DateTimeOffset, MetricSet)> shop = [], argoCd = [], flux = [];
        var service = new ShopMetrics(clock);
        // Ids of commits are in no metric.
        var world = new DemoWorld(clock, urlOf, (_, _) => "");
        using var story = new StoryReader(Scenario.Events(seed, clock.Start));
        foreach (var at in times)
        {
            cancellationToken.ThrowIfCancellationRequested();
            while (story.Next(clock.StoryTime(at)) is { } happened) world.Apply(happened);
            var set = new MetricSet();
            service.Advance(at);
            service.Write(set);
            shop.Add((at, set));
            argoCd.Add((at, ArgoCd(world, at)));
            flux.Add((at, Flux(world, at)));
        }

        return new Dictionary<string, List<(DateTimeOffset, MetricSet)>> { ["shop"] = shop, ["argocd"] = argoCd, ["flux"] = flux };
    }

    private Growth GrowthAt(DateTimeOffset at) => new((at - clock.Start + ShopMetrics.Memory).TotalSeconds);
}
