using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Delivery.Ranges;

/// <summary>A question: which commits of the range touch the paths.</summary>
/// <param name="Range">The range.</param>
/// <param name="Paths">The paths.</param>
internal sealed record TouchQuestion(CommitRange Range, PathSet Paths);

/// <summary>The answer.</summary>
/// <param name="Commits">Numbers of the commits, sorted.</param>
/// <param name="TooMany">There are more than <see cref="DeliveryLimits.Commits"/>, and not all are listed.</param>
internal sealed record TouchAnswer(IReadOnlyCollection<int> Commits, bool TooMany);

/// <summary>Answers many questions about one repository at a time, with one reading of the paths that commits changed.</summary>
internal sealed class TouchedCommits(Store store, long repositoryId, CommitGraph graph)
{
    /// <summary>The answers, in the order of the questions.</summary>
    public async Task<IReadOnlyList<TouchAnswer>> FindAsync(IReadOnlyList<TouchQuestion> questions, CancellationToken cancellationToken)
    {
        var found = questions.Select(_ => new SortedSet<int>()).ToArray();
        var open = questions.Zip(found).Where(pair => !pair.First.Range.IsEmpty && !pair.First.Paths.IsEmpty).ToList();
        if (open.Count > 0) await FindAsync(open, cancellationToken);
        return [.. found.Select(commits => new TouchAnswer(commits, commits.Count > DeliveryLimits.Commits))];
    }

    private async Task FindAsync(List<(TouchQuestion Question, SortedSet<int> Found)> open, CancellationToken cancellationToken)
    {
        var matcher = new PathMatcher([.. open.Select(pair => pair.Question.Paths)]);
        var commits = Union([.. open.Select(pair => pair.Question.Range)]);
        var (last, sets) = ((string?)null, new List<int>());
        await foreach (var touch in ReadAsync(commits, matcher, cancellationToken))
        {
            if (!ReferenceEquals(touch.Path, last))
            {
                sets.Clear();
                matcher.Match(last = touch.Path, sets);
            }

            if (sets.Count == 0 || graph.FindRow(touch.Commit) is not (>= 0 and var commit)) continue;
            foreach (var (question, found) in sets.Select(set => open[set]))
                if (found.Count <= DeliveryLimits.Commits && question.Range.Contains(commit)) found.Add(commit);
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
}
