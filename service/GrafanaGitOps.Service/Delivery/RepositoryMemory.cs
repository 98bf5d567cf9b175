using GrafanaGitOps.Service.Delivery.Graph;
using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>What is in memory of the repositories: histories, and clones that are open. What is idle for a while is dropped.</summary>
internal sealed class RepositoryMemory(Store store, GitOptions options, string dataDirectory, TimeProvider time) : IDisposable
{
    private readonly Dictionary<long, Entry> _entries = [];

    /// <summary>The history of a repository that <see cref="LoadAsync"/> has loaded.</summary>
    public CommitHistory History(long repository) => _entries[repository].History;

    /// <summary>Brings the histories up to the branches as they are now.</summary>
    public async Task LoadAsync(IEnumerable<DeliveryRepository> repositories, CancellationToken cancellationToken)
    {
        foreach (var repository in repositories)
        {
            if (!_entries.TryGetValue(repository.Row, out var entry))
                _entries[repository.Row] = entry = new Entry(new CommitHistory(repository.Row));
            entry.LastUse = time.GetUtcNow();
            if (entry.Heads is not null && entry.Heads.SetEquals(repository.Heads.Values)) continue;
            await entry.History.LoadAsync(store, cancellationToken);
            entry.Heads = [.. repository.Heads.Values];
        }
    }

    /// <summary>Reads paths in the repository; null when it is not configured any more, so that nobody fetches what it lacks.</summary>
    public PathReader? Paths(DeliveryRepository repository) =>
        _entries[repository.Row].Paths ??= Files(repository) is { } files ? new PathReader(files) : null;

    /// <summary>Reads files of the repository; null when it is not configured any more.</summary>
    public CommitFiles? Files(DeliveryRepository repository) =>
        _entries[repository.Row].Files ??= options.Repositories.Find(configured => configured.Name == repository.Name) is { } found
            ? new CommitFiles(dataDirectory, found, options.Timeouts)
            : null;

    /// <summary>Notes whether files of the repository could be read; true where they no longer can, which is to be said once.</summary>
    public bool NoteReading(DeliveryRepository repository, bool isFailed)
    {
        var entry = _entries[repository.Row];
        var isNew = isFailed && !entry.IsFailed;
        entry.IsFailed = isFailed;
        return isNew;
    }

    /// <summary>Closes all clones, and drops what was of no use for a while.</summary>
    public void DropIdle()
    {
        foreach (var (row, entry) in _entries.ToList())
        {
            entry.Files?.Close();
            if (time.GetUtcNow() - entry.LastUse > DeliveryLimits.Idle) _entries.Remove(row);
        }
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values) entry.Files?.Dispose();
        _entries.Clear();
    }

    private sealed class Entry(CommitHistory history)
    {
        public CommitHistory History => history;

        /// <summary>Of the branches when the history was loaded last.</summary>
        public HashSet<string>? Heads { get; set; }

        public CommitFiles? Files { get; set; }

        public PathReader? Paths { get; set; }

        public bool IsFailed { get; set; }

        public DateTimeOffset LastUse { get; set; }
    }
}
