using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.Objects;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Works out what branches gained and lost between two looks.</summary>
internal sealed class BranchMoves(IGitObjects objects, Store store, string repository, IReadOnlySet<string> here, DateTimeOffset observed)
{
    /// <summary>All moves; those that lose commits come last, so that a commit which changed hands never looks vanished.</summary>
    /// <param name="recorded">The branches at the last look.</param>
    /// <param name="heads">The branches now.</param>
    /// <param name="read">The commits just read, when they are what the only branch gained; else null.</param>
    /// <param name="cancellationToken">Ends the git processes.</param>
    public async IAsyncEnumerable<BranchMove> FindAsync(
        IReadOnlyList<BranchHead> recorded,
        IReadOnlyList<BranchHead> heads,
        IReadOnlyList<string>? read,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var before = recorded.ToDictionary(head => head.Name, head => head.Sha);
        var lossy = new List<BranchMove>();
        foreach (var head in heads.Where(head => before.GetValueOrDefault(head.Name) != head.Sha))
        {
            var move = await CompareAsync(head, before.GetValueOrDefault(head.Name), read, cancellationToken);
            if (move.Lost.Count == 0) yield return move;
            else lossy.Add(move);
        }

        foreach (var move in lossy) yield return move;
        foreach (var gone in recorded.ExceptBy(heads.Select(head => head.Name), head => head.Name))
            yield return new BranchMove { Branch = gone.Name, OldHead = gone.Sha, NewHead = null, Observed = observed, Lost = await ListReachedAsync(gone, cancellationToken) };
    }

    private async Task<BranchMove> CompareAsync(BranchHead head, string? old, IReadOnlyList<string>? read, CancellationToken cancellationToken)
    {
        var move = new BranchMove { Branch = head.Name, OldHead = old, NewHead = head.Sha, Observed = observed };
        if (old is null) return move with { Gained = read ?? objects.ListCommits([head.Sha], []) };
        if (here.Contains(old))
        {
            var lost = objects.ListCommits([old], [head.Sha]);
            return move with { Gained = read ?? objects.ListCommits([head.Sha], [old]), Lost = lost, Forced = lost.Count > 0 };
        }

        // The clone was made anew and the remote has dropped the old head: only the store knows what the branch reached.
        var reached = objects.ListCommits([head.Sha], []);
        var vanished = (await ListReachedAsync(new BranchHead(head.Name, old), cancellationToken)).Except(reached).ToList();
        return move with { Gained = reached, Lost = vanished, Forced = vanished.Count > 0 };
    }

    private async Task<IReadOnlyCollection<string>> ListReachedAsync(BranchHead head, CancellationToken cancellationToken)
    {
        if (here.Contains(head.Sha)) return objects.ListCommits([head.Sha], []);
        var reached = new List<string>();
        var filter = new CommitFilter { Repositories = [repository], Branches = [head.Name], Limit = int.MaxValue };
        await foreach (var row in store.Commits.ReadAsync(filter, cancellationToken)) reached.Add(row.Sha);
        return reached;
    }
}
