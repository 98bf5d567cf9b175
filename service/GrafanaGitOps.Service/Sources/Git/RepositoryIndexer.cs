using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.History;
using GrafanaGitOps.Service.Sources.Git.Messages;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Brings the store up to what the local clone holds. Interrupted anywhere, it does the rest the next time.</summary>
internal sealed class RepositoryIndexer(Mirror mirror, Store store, RepositoryOptions options, long repositoryId)
{
    private readonly IssueKeys _issueKeys = new(options.IssueKeyPatterns);

    /// <summary>What is off with what was stored; null when nothing is.</summary>
    public string? Notice { get; private set; }

    /// <summary>Stores new commits, then the moves of branches; returns how many of each.</summary>
    /// <param name="recorded">The branches as the store has them.</param>
    /// <param name="here">Which of their heads the clone has.</param>
    /// <param name="observed">When the remote was asked.</param>
    /// <param name="cancellationToken">Ends the git processes.</param>
    public async Task<(int Commits, int Moves)> RunAsync(
        IReadOnlyList<BranchHead> recorded, IReadOnlySet<string> here, DateTimeOffset observed, CancellationToken cancellationToken)
    {
        using var objects = mirror.OpenObjects();
        var heads = Mirror.HeadsOf(objects);
        var before = recorded.Select(head => head.Sha).Where(here.Contains).ToHashSet();

        // With one branch, what is new is what it gained, and git need not be asked again.
        var isOnly = heads.Count == 1 && (recorded.Count == 0 || (recorded is [{ } only] && only.Name == heads[0].Name && here.Contains(only.Sha)));
        var read = isOnly ? new List<string>() : null;
        var commits = await StoreCommitsAsync(heads.Select(head => head.Sha).Except(before), before, read, cancellationToken);

        var moves = new BranchMoves(objects, store, options.Name, here, observed).FindAsync(recorded, heads, read, cancellationToken);
        return (commits, await StoreMovesAsync(moves, cancellationToken));
    }

    private async Task<int> StoreCommitsAsync(IEnumerable<string> heads, IEnumerable<string> before, List<string>? read, CancellationToken cancellationToken)
    {
        if (!options.LineCounts) return await StoreCommitsAsync(heads, before, false, read, cancellationToken);
        try
        {
            return await StoreCommitsAsync(heads, before, true, read, cancellationToken);
        }
        catch (GitException)
        {
            Notice = "Lines are not counted in all commits, because the remote lacks some of the blobs.";
            read?.Clear();
            return await StoreCommitsAsync(heads, before, false, read, cancellationToken);
        }
    }

    private async Task<int> StoreCommitsAsync(
        IEnumerable<string> heads, IEnumerable<string> before, bool countLines, List<string>? read, CancellationToken cancellationToken)
    {
        var count = 0;
        await using var log = mirror.StartLog(heads, before, countLines, cancellationToken);
        await CommitBatches.ReadAsync(log.Output, _issueKeys, countLines, StoreAsync, cancellationToken);
        await log.CompleteAsync();
        return count;

        async Task StoreAsync(IReadOnlyList<Commit> batch)
        {
            await store.Commits.AppendAsync(repositoryId, batch, cancellationToken);
            read?.AddRange(batch.Select(commit => commit.Sha));
            count += batch.Count;
        }
    }

    private async Task<int> StoreMovesAsync(IAsyncEnumerable<BranchMove> moves, CancellationToken cancellationToken)
    {
        var (batch, ids, count) = (new List<BranchMove>(), 0, 0);
        await foreach (var move in moves)
        {
            batch.Add(move);
            ids += move.Gained.Count + move.Lost.Count;
            count++;
            if (ids < GitLimits.BatchMoves) continue;
            await store.Commits.MoveBranchesAsync(repositoryId, batch, cancellationToken);
            (batch, ids) = ([], 0);
        }

        if (batch.Count > 0) await store.Commits.MoveBranchesAsync(repositoryId, batch, cancellationToken);
        return count;
    }
}
