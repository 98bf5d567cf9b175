using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Delivery.Ranges;

/// <summary>Asks which commits that one commit of a repository reaches, and another does not, touch the paths.</summary>
/// <param name="Repository">Its row.</param>
/// <param name="From">Object id of the commit whose history is left out.</param>
/// <param name="To">Object id of the commit whose history is looked at.</param>
/// <param name="Paths">The paths.</param>
/// <param name="Take">Gets the answer.</param>
internal sealed record TouchQuestion(long Repository, string From, string To, PathSet Paths, Action<TouchAnswer> Take);

/// <summary>The answer.</summary>
/// <param name="Commits">Rows of the commits, and when each got onto the branch.</param>
/// <param name="TooMany">There are more than <see cref="DeliveryLimits.Commits"/>, and not all are listed.</param>
internal sealed record TouchAnswer(IReadOnlyList<(long Row, DateTimeOffset Merged)> Commits, bool TooMany);

/// <summary>Answers many questions about one repository at a time, with one reading of the paths that commits changed.</summary>
internal sealed class TouchedCommits(Store store, long repositoryId, CommitGraph graph)
{
    /// <summary>Gives all answers, within each repository in the order of the questions. The histories are in memory.</summary>
    public static async Task FindAsync(
        Store store, RepositoryMemory memory, IEnumerable<TouchQuestion> questions, CancellationToken cancellationToken)
    {
        foreach (var asked in questions.GroupBy(question => question.Repository))
        {
            var history = memory.History(asked.Key);
            // Applications made from one template ask the same.
            var searches = asked.Select(question => (question.From, question.To, question.Paths)).Distinct().ToDictionary(
                same => same, same => new Search(history.Between(history.Find(same.From), history.Find(same.To)), same.Paths));
            var open = searches.Values.Where(search => !search.Range.IsEmpty && !search.Paths.IsEmpty).ToList();
            if (open.Count > 0) await new TouchedCommits(store, asked.Key, history.Graph).FindAsync(open, cancellationToken);
            var answers = searches.ToDictionary(search => search.Key, search => search.Value.Answer(history.Graph));
            foreach (var question in asked) question.Take(answers[(question.From, question.To, question.Paths)]);
        }
    }

    private async Task FindAsync(List<Search> open, CancellationToken cancellationToken)
    {
        var matcher = new PathMatcher([.. open.Select(search => search.Paths)]);
        var commits = Union([.. open.Select(search => search.Range)]);
        var (last, sets) = ((string?)null, new List<int>());
        await foreach (var touch in ReadAsync(commits, matcher, cancellationToken))
        {
            if (!ReferenceEquals(touch.Path, last))
            {
                sets.Clear();
                matcher.Match(last = touch.Path, sets);
            }

            if (sets.Count == 0 || graph.FindRow(touch.Commit) is not (>= 0 and var commit)) continue;
            foreach (var search in sets.Select(set => open[set]))
                if (search.Found.Count <= DeliveryLimits.Commits && search.Range.Contains(commit)) search.Found.Add(commit);
        }
    }

    /// <summary>The cheapest way to all changes that may matter; what it gives besides is sorted out by the caller.</summary>
    private IAsyncEnumerable<TouchRow> ReadAsync(List<long> commits, PathMatcher matcher, CancellationToken cancellationToken)
    {
        if (commits.Count <= DeliveryLimits.CommitsByRow) return store.Commits.ReadTouchesAsync(commits, cancellationToken);
        var few = matcher.Paths.Count <= DeliveryLimits.PathsByText && !matcher.HasGlobs && !matcher.Paths.Contains("");
        return store.Commits.ReadTouchesAsync(repositoryId, few ? matcher.Paths : [], cancellationToken);
    }

    /// <summary>Rows of the commits of any range; only as many as make clear that they are too many to read one by one.</summary>
    private List<long> Union(IReadOnlyList<CommitRange> ranges)
    {
        var rows = new List<long>();
        foreach (var sharing in ranges.GroupBy(range => range.Lineage))
        {
            // Places of the chain that are within any of the ranges, by how many begin and end there.
            var steps = new int[sharing.Key.Length + 1];
            foreach (var range in sharing)
            {
                steps[range.After + 1]++;
                steps[range.UpTo + 1]--;
            }

            for (var place = 1; place < steps.Length; place++) steps[place] += steps[place - 1];
            for (var commit = 0; commit < graph.Count && rows.Count <= DeliveryLimits.CommitsByRow; commit++)
            {
                if (graph.ChangesFiles(commit) && sharing.Key.Landed(commit) is >= 0 and var place && steps[place] > 0)
                    rows.Add(graph.Row(commit));
            }
        }

        return rows;
    }

    /// <summary>What several may ask, with the numbers of the commits that are found.</summary>
    private sealed record Search(CommitRange Range, PathSet Paths)
    {
        public SortedSet<int> Found { get; } = [];

        public TouchAnswer Answer(CommitGraph graph) => new(
            [.. Found.Select(commit => (graph.Row(commit), DateTimeOffset.FromUnixTimeMilliseconds(Range.MergedAt(commit))))],
            Found.Count > DeliveryLimits.Commits);
    }
}
