namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>
/// What the demo tells, once in each hour of story time: a commit of settings, its deployment, the latency that rises five minutes later,
/// and the commit that takes it back. The first one is over but for a few minutes when the demo starts.
/// </summary>
/// <param name="Cycle">The hour, from 0.</param>
internal readonly record struct Incident(int Cycle)
{
    public const string Application = "checkout";

    public static readonly TimeSpan Length = TimeSpan.FromMinutes(60);

    /// <summary>How long its syncs take: long enough for a region on a graph.</summary>
    public static readonly TimeSpan Deploying = TimeSpan.FromSeconds(95);

    /// <summary>How long latency takes to rise.</summary>
    private static readonly TimeSpan Rise = TimeSpan.FromSeconds(60);

    private static readonly IReadOnlyList<(string Type, string Text)> Words =
        [("fix", "connection pool settings"), ("perf", "fewer idle connections"), ("chore", "pool as small as in the other services")];

    public TimeSpan Committed => At(-35);

    public TimeSpan Deployed => At(-30);

    public TimeSpan Rises => At(-25);

    public TimeSpan Reverted => At(-10);

    public TimeSpan RevertDeployed => At(-6);

    public TimeSpan Recovered => At(-3);

    public (string Type, string Text) Subject => Words[Cycle % Words.Count];

    /// <summary>The one that is under way at a moment, or was last; null before the first.</summary>
    public static Incident? Last(TimeSpan at)
    {
        var cycle = (int)Math.Floor((at - new Incident(0).Committed) / Length);
        return cycle < 0 ? null : new Incident(cycle);
    }

    /// <summary>How bad it is, from 0 to 1.</summary>
    public static double Severity(TimeSpan at)
    {
        if (Last(at) is not { } incident || at < incident.Rises || at > incident.Recovered) return 0;
        var rising = (at - incident.Rises) / Rise;
        var falling = (incident.Recovered - at) / (incident.Recovered - incident.RevertDeployed);
        return Math.Min(1, Math.Min(rising, falling));
    }

    /// <summary>The commits of the hour, in time order.</summary>
    public IEnumerable<Draft> Drafts(int seed)
    {
        var dice = new Random(unchecked((seed * 7919) + Cycle));
        var (type, text) = Subject;
        var change = new Draft(Committed, Fleet.Shop, "alice", type, Application, text)
        {
            Environment = Fleet.Production,
            Settings = [("pool.size", "5"), ("pool.idleTimeout", "30s")],
            Body = "As many connections as the database has cores.\n\nRefs: SHOP-731",
        };
        yield return change;
        yield return HistoryDrafts.Quiet(dice, At(-28) + Seconds(dice));
        yield return HistoryDrafts.Quiet(dice, At(-19) + Seconds(dice));
        yield return change with
        {
            At = Reverted,
            Settings = [("pool.size", "20"), ("pool.idleTimeout", "300s")],
            Body = null,
            IsRevert = true,
        };
        yield return HistoryDrafts.Quiet(dice, At(3) + Seconds(dice));
        if (Cycle % 2 == 0) yield return new Draft(At(8), Fleet.Platform, "dan", "fix", "ingress-nginx", "larger headers");
        yield return HistoryDrafts.Quiet(dice, At(14) + Seconds(dice));
    }

    private static TimeSpan Seconds(Random dice) => TimeSpan.FromSeconds(dice.Next(240));

    private TimeSpan At(int minutes) => (Cycle * Length) + TimeSpan.FromMinutes(minutes);
}
