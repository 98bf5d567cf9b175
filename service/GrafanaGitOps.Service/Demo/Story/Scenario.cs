namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>The whole story: the same for the same seed and start, without end, and without any work done for it.</summary>
internal static class Scenario
{
    /// <summary>What happens, in order.</summary>
    public static IEnumerable<StoryEvent> Events(int seed, DateTimeOffset start)
    {
        var (argoCd, flux) = (new ArgoCdPlan(seed), new FluxPlan(seed));
        var waiting = new PriorityQueue<StoryEvent, (TimeSpan At, int Order)>();
        var order = 0;
        Add(argoCd.Besides());
        Add(flux.Besides());
        foreach (var commit in CommitPlan.Of(seed, start))
        {
            while (waiting.TryPeek(out var next, out _) && next.At < commit.At) yield return waiting.Dequeue();
            yield return new CommitPushed(commit.At, commit);
            // The first commits are there before the operators are.
            if (commit.Number > 1) Add(commit.Repository == Fleet.Shop ? argoCd.After(commit) : flux.After(commit));
        }

        void Add(IEnumerable<StoryEvent> events)
        {
            foreach (var one in events) waiting.Enqueue(one, (one.At, order++));
        }
    }
}
