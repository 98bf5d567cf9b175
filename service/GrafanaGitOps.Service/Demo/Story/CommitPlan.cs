namespace GrafanaGitOps.Service.Demo.Story;

/// <summary>Every commit of the demo: thirty days, then an hour of the story after the other.</summary>
internal sealed class CommitPlan
{
    /// <summary>Pull request of the story's first commit; the others are counted from there.</summary>
    private const int StoryPullRequest = 412;

    private readonly int _seed;
    private readonly IReadOnlyList<Draft> _past;
    private readonly Manifests _manifests = new();
    private readonly Dictionary<string, int> _commits = [];
    private readonly Dictionary<string, int> _pullRequests;
    private readonly Dictionary<(string Name, string Text), int> _numbers = [];

    private CommitPlan(int seed, DateTimeOffset start)
    {
        _seed = seed;
        _past = [.. new HistoryDrafts(seed, start).Until(new Incident(0).Committed).Concat(Kept()).OrderBy(draft => draft.At)];
        var shop = _past.Count(draft => draft.Repository == Fleet.Shop);
        _pullRequests = new() { [Fleet.Shop] = StoryPullRequest - 1 - shop, [Fleet.Platform] = 0 };
    }

    /// <summary>In time order, without end.</summary>
    public static IEnumerable<PlannedCommit> Of(int seed, DateTimeOffset start) => new CommitPlan(seed, start).Commits();

    /// <summary>What is out of order at the start and stays so; <see cref="ArgoCdPlan"/> and <see cref="FluxPlan"/> say how.</summary>
    private static IEnumerable<Draft> Kept() =>
    [
        new(Oddities.FailedSync, Fleet.Shop, "carol", "feat", "payments", "settlement report by country") { Body = "Refs: SHOP-702" },
        new(Oddities.Waiting, Fleet.Shop, "erin", "feat", "search", "synonyms of brands"),
        new(Oddities.Unhealthy, Fleet.Platform, "dan", "feat", "monitoring", "dashboards of the shop"),
    ];

    private IEnumerable<PlannedCommit> Commits()
    {
        yield return First(Fleet.Shop);
        yield return First(Fleet.Platform);
        foreach (var draft in _past) yield return Commit(draft);
        for (var cycle = 0; ; cycle++)
            foreach (var draft in new Incident(cycle).Drafts(_seed)) yield return Commit(draft);
    }

    private PlannedCommit First(string repository) => new()
    {
        At = -Fleet.History - TimeSpan.FromHours(1),
        Repository = repository,
        Number = _commits[repository] = 1,
        Author = "erin",
        Subject = $"feat: begin {repository}",
        Files = _manifests.Begin(repository),
        Targets = [],
    };

    private PlannedCommit Commit(Draft draft)
    {
        var (file, version) = _manifests.Apply(draft);
        var number = ++_commits[draft.Repository];
        var pullRequest = ++_pullRequests[draft.Repository];
        var subject = $"{(draft.IsRevert ? "revert: " : "")}{draft.Type}({draft.Name}): {draft.Text} (#{pullRequest})";
        int? reverts = draft.IsRevert ? _numbers[(draft.Name, draft.Text)] : null;
        _numbers[(draft.Name, draft.Text)] = number;
        return new PlannedCommit
        {
            At = draft.At,
            Repository = draft.Repository,
            Number = number,
            Author = draft.Author,
            Subject = subject,
            Body = draft.Body,
            Files = [file],
            Reverts = reverts,
            Targets = draft.Environment is { } one
                ? [new Target(draft.Name, one)]
                : [.. Fleet.Environments.Select(environment => new Target(draft.Name, environment))],
            Version = version,
        };
    }
}
