using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Sources.Git.History;

/// <summary>Collects commits up to what one write should hold.</summary>
internal sealed class CommitBatch
{
    // Small at first, so that the store begins to work while git still reads, then larger.
    private int _size = GitLimits.FirstBatchCommits;
    private List<Commit> _commits = [];
    private int _paths;

    /// <summary>Adds a commit if there is one; returns all so far when they make a write.</summary>
    public List<Commit>? Add(Commit? commit)
    {
        if (commit is null) return null;
        _commits.Add(commit);
        _paths += commit.Paths.Count;
        return _commits.Count >= _size || _paths >= GitLimits.BatchPaths ? Take() : null;
    }

    /// <summary>What is left.</summary>
    public List<Commit> Take()
    {
        var taken = _commits;
        (_commits, _paths) = ([], 0);
        _size = Math.Min(2 * _size, GitLimits.BatchCommits);
        return taken;
    }
}
