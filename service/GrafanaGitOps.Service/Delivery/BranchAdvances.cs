using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Delivery.Ranges;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>
/// A push to a repository that thousands of applications use: what each waited for, it still waits for, and only the commits that came must
/// be looked at, once for all of them.
/// </summary>
internal sealed class BranchAdvances(Store store, RepositoryMemory memory, TimeProvider time)
{
    /// <summary>Makes and records the answers of those whose branches only moved on; the others are returned.</summary>
    public async Task<IReadOnlyList<Evaluation>> RunAsync(IReadOnlyList<Evaluation> batch, CancellationToken cancellationToken)
    {
        var (moves, rest) = (new List<Move>(), new HashSet<Evaluation>());
        foreach (var evaluation in batch)
        {
            if (TryMoves(evaluation) is { Count: > 0 } own) moves.AddRange(own);
            else rest.Add(evaluation);
        }

        var advances = new List<(HeadAdvance Advance, List<Evaluation> Applications)>();
        foreach (var same in moves.GroupBy(move => (move.Repository, move.Old, move.New)))
            advances.Add(await AdvanceAsync(same.Key, [.. same.Select(move => move.Evaluation)], rest, cancellationToken));

        await RecordAsync(advances, rest, cancellationToken);
        return [.. rest];
    }

    /// <summary>An application that one of its repositories put aside is left out of the others too.</summary>
    private async Task RecordAsync(
        List<(HeadAdvance Advance, List<Evaluation> Applications)> advances, HashSet<Evaluation> rest, CancellationToken cancellationToken)
    {
        var restRows = rest.Select(Row).ToHashSet();
        var moved = advances.SelectMany(pair => pair.Applications).Where(evaluation => !rest.Contains(evaluation)).Distinct().ToList();
        if (moved.Count == 0) return;
        var kept = advances.Select(pair => pair.Advance with
        {
            Applications = [.. pair.Applications.Select(Row).Where(row => !restRows.Contains(row))],
            Pending = [.. pair.Advance.Pending.Where(pending => !restRows.Contains(pending.Application))],
        }).ToList();
        var now = time.GetUtcNow();
        await store.Delivery.AdvanceHeadsAsync(kept, now, cancellationToken);
        Keep(moved, kept.SelectMany(advance => advance.Pending).ToLookup(pending => pending.Application, pending => pending.Merged), now);
    }

    /// <summary>The moves of an application's branches; null when more is different, or when a branch was rewritten.</summary>
    private List<Move>? TryMoves(Evaluation evaluation)
    {
        var (application, resolution) = evaluation;
        if (application.State is not { Status: CommitsKnown.Exactly or CommitsKnown.AtLeast } state || application.LacksPaths) return null;
        // What is recorded holds no patterns, which would take new files in.
        if (application.PathFiles is null && MayHavePatterns(application.Application)) return null;
        if (resolution.Status != CommitsKnown.Exactly || !resolution.DiffersInHeads(state.Fingerprint, out var heads)) return null;
        if (resolution.Spans.DistinctBy(span => span.Repository).Count() < resolution.Spans.Count) return null;
        if (!resolution.Repositories.SequenceEqual(application.Application.Repositories)) return null;
        var moves = new List<Move>();
        foreach (var (span, old) in resolution.Spans.Zip(heads))
        {
            var history = memory.History(span.Repository);
            if (span.To == old) continue;
            if (!application.Paths.ContainsKey(span.Repository) || history.Find(old) < 0) return null;
            if (!history.IsOnChain(history.Find(old), history.Find(span.To))) return null;
            moves.Add(new Move(evaluation, span.Repository, old, span.To));
        }

        return moves;
    }

    private async Task<(HeadAdvance, List<Evaluation>)> AdvanceAsync(
        (long Repository, string Old, string New) move, List<Evaluation> applications, HashSet<Evaluation> rest,
        CancellationToken cancellationToken)
    {
        var history = memory.History(move.Repository);
        var range = history.Between(history.Find(move.Old), history.Find(move.New));
        var commits = Enumerable.Range(0, history.Graph.Count).Where(commit => range.Contains(commit) && history.Graph.ChangesFiles(commit))
            .Select(history.Graph.Row).Take(DeliveryLimits.CommitsByRow + 1).ToList();
        if (commits.Count > DeliveryLimits.CommitsByRow)
        {
            rest.UnionWith(applications);
            return (new HeadAdvance(move.Old, move.New, [], []), []);
        }

        var matcher = new PathMatcher([.. applications.Select(evaluation => evaluation.Application.Paths[move.Repository])]);
        var (touched, sets) = (new HashSet<(int Set, long Commit)>(), new List<int>());
        await foreach (var touch in store.Commits.ReadTouchesAsync(commits, cancellationToken))
        {
            sets.Clear();
            matcher.Match(touch.Path, sets);
            foreach (var set in sets)
            {
                touched.Add((set, touch.Commit));
                if (MayChangePaths(applications[set].Application, move.Repository, touch.Path)) rest.Add(applications[set]);
            }
        }

        DateTimeOffset Merged(long row) => DateTimeOffset.FromUnixTimeMilliseconds(range.MergedAt(history.Graph.FindRow(row)));
        var pending = touched.Select(pair => (Row(applications[pair.Set]), pair.Commit, Merged(pair.Commit))).ToList();
        rest.UnionWith(touched.CountBy(pair => pair.Set)
            .Where(set => applications[set.Key].Application.State!.CommitsBehind + set.Value > DeliveryLimits.Commits)
            .Select(set => applications[set.Key]));
        return (new HeadAdvance(move.Old, move.New, [], pending), applications);
    }

    /// <summary>Whether the application may be made of other files after the path changed.</summary>
    private static bool MayChangePaths(TrackedApplication application, long repository, string path)
    {
        if (application.Paths[repository].Globs.Any(glob => glob.Matches(path))) return true;
        var name = RepositoryPath.Name(path);
        return application.PathFiles is not { } files || files.Contains(path)
            || Kustomization.FileNames.Contains(name) || name is HelmChart.FileName or HelmChart.RequirementsName
            || name.StartsWith(".argocd-source", StringComparison.Ordinal);
    }

    private static bool MayHavePatterns(DeliveryApplication application) =>
        application.ManifestGeneratePaths is not null || application.Id.Kind == "Kustomization" || application.Sources.Any(source => source.Build is not null);

    private static void Keep(List<Evaluation> moved, ILookup<long, DateTimeOffset> merged, DateTimeOffset now)
    {
        foreach (var (application, resolution) in moved)
        {
            var (state, came) = (application.State!, merged[application.Application.Row].ToList());
            application.State = state with
            {
                Evaluated = now,
                Fingerprint = resolution.Fingerprint,
                Head = resolution.Head,
                CommitsBehind = state.CommitsBehind + came.Count,
                OldestPending = came.Select(time => (DateTimeOffset?)time).Append(state.OldestPending).Min(),
            };
        }
    }

    private static long Row(Evaluation evaluation) => evaluation.Application.Application.Row;

    private sealed record Move(Evaluation Evaluation, long Repository, string Old, string New);
}
