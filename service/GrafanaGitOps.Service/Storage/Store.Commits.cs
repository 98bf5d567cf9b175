using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Storage;

public sealed partial class Store
{
    /// <summary>
    /// Stores a batch of commits with their paths in one transaction; commits that are there already stay as they are.
    /// They show in answers once a branch reaches them (<see cref="MoveBranchesAsync"/>), so an index that was cut off shows nothing half.
    /// </summary>
    public async Task<AppendResult> AppendCommitsAsync(long repositoryId, IReadOnlyList<Commit> commits, CancellationToken cancellationToken)
    {
        List<CommitRecord> records = new(commits.Count);
        List<RejectedCommit> rejected = [];
        foreach (var commit in commits)
        {
            if (CommitRecord.TryCreate(commit, out var record, out var reason)) records.Add(record);
            else rejected.Add(Reject(repositoryId, commit.Sha, reason));
        }

        var result = await WriteAsync(
            async transaction =>
            {
                var stored = await _dialect.AppendAsync(transaction, repositoryId, records, cancellationToken);
                return (stored, stored.Stored > 0 ? WriteEffect.Answers : WriteEffect.None);
            },
            cancellationToken);
        return result with { Rejected = rejected };
    }

    private RejectedCommit Reject(long repositoryId, string sha, string reason)
    {
        var shown = StoredText.Clean(sha, 64);
        Log.Rejected(_logger, shown, repositoryId, reason);
        return new RejectedCommit(shown, reason);
    }
}
