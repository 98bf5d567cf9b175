namespace GrafanaGitOps.Service.Storage.Commits;

/// <summary>
/// The paths of commits that were looked at lately: what a commit changed never changes, and dashboards ask for the same commits again and again.
/// </summary>
/// <param name="most">Bytes, roughly, that are kept.</param>
internal sealed class CommitPathMemory(long most)
{
    private const int BytesOfCommit = 64;
    private const int BytesOfPath = 32;

    private readonly Lock _lock = new();

    // When the recent half is full, it becomes the older one, whose commits are forgotten unless somebody asks for them until then.
    private Dictionary<long, string[]> _recent = [];
    private Dictionary<long, string[]> _older = [];
    private long _size;

    /// <summary>The paths, none for a commit that changed none; null when the commit is not remembered.</summary>
    /// <param name="commit">The number of its row.</param>
    public string[]? Find(long commit)
    {
        lock (_lock)
        {
            if (_recent.TryGetValue(commit, out var paths)) return paths;
            if (_older.Remove(commit, out paths)) Keep(commit, paths);
            return paths;
        }
    }

    /// <summary>Remembers all paths of a commit.</summary>
    public void Add(long commit, string[] paths)
    {
        lock (_lock) Keep(commit, paths);
    }

    private void Keep(long commit, string[] paths)
    {
        var size = BytesOfCommit + paths.Sum(path => BytesOfPath + (long)sizeof(char) * path.Length);
        if (size > most / 2) return;
        if (_size + size > most / 2) (_older, _recent, _size) = (_recent, [], 0);
        if (_recent.TryAdd(commit, paths)) _size += size;
    }
}
