using Dapper;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Records moves of branches in one transaction: heads, which commits each branch reaches, and the history of moves.
    /// Every gained commit must be stored; of the first branch that is held to its head and to their number alone. Commits that no branch reaches any more stay, marked with the moment.
    /// A move that is recorded already changes nothing; a deleted branch loses all it reached.
    /// </summary>
    /// <exception cref="InvalidOperationException">A branch does not stand where the move begins, or a gained commit is not stored; nothing was recorded.</exception>
    public Task MoveBranchesAsync(long repositoryId, IReadOnlyList<BranchMove> moves, CancellationToken cancellationToken) =>
        WriteAsync(
            async transaction =>
            {
                var changed = false;
                foreach (var move in moves)
                    changed |= await new BranchWriter(_dialect, transaction, repositoryId, cancellationToken).MoveAsync(move);
                return (changed, changed ? WriteEffect.Answers : WriteEffect.None);
            },
            cancellationToken);

    /// <summary>The branches as last recorded; where the next incremental read starts.</summary>
    public async Task<IReadOnlyList<BranchHead>> GetBranchHeadsAsync(long repositoryId, CancellationToken cancellationToken)
    {
        await using var lease = await _dialect.OpenReaderAsync(cancellationToken);
        var heads = await lease.Connection.QueryAsync<(string Name, byte[] Head)>(Command(
            "SELECT name, head FROM branches WHERE repository_id = @repositoryId AND head IS NOT NULL ORDER BY name",
            new { repositoryId }, null, cancellationToken));
        return [.. heads.Select(branch => new BranchHead(branch.Name, ObjectId.ToHex(branch.Head)))];
    }
}
