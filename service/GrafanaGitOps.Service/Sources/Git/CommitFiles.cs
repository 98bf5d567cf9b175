using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>
/// Files and folders of the commits of one repository, read from its local clone. Blobs that the clone left out are fetched, all of one call
/// in one request. One caller at a time.
/// </summary>
internal sealed class CommitFiles(Mirror mirror) : IDisposable
{
    private readonly Dictionary<string, GitTree> _trees = new(StringComparer.Ordinal);
    private IGitObjects? _objects;
    private int _entries;

    public CommitFiles(string dataDirectory, RepositoryOptions options, GitTimeouts timeouts)
        : this(new Mirror(dataDirectory, options, timeouts))
    {
    }

    /// <summary>The commit's uppermost folder; null when the commit is not in the clone.</summary>
    public GitTree? FindRoot(string commit) => ReadTree(commit);

    /// <summary>What the path names; null for nothing. The path is not empty.</summary>
    public TreeEntry? Find(GitTree root, string path)
    {
        var (tree, parts) = (root, path.Split('/'));
        for (var depth = 0; ; depth++)
        {
            if (!tree.Entries.TryGetValue(parts[depth], out var entry)) return null;
            if (depth == parts.Length - 1) return entry;
            if (entry.Kind != EntryKind.Folder) return null;
            tree = Open(entry);
        }
    }

    /// <summary>The folder that the path names; null when there is none. The empty path is the root itself.</summary>
    public GitTree? FindFolder(GitTree root, string path) =>
        path.Length == 0 ? root
        : Find(root, path) is { Kind: EntryKind.Folder } entry ? Open(entry)
        : null;

    /// <summary>The folder that the entry names.</summary>
    /// <exception cref="GitException">It is not in the clone.</exception>
    public GitTree Open(TreeEntry folder) =>
        ReadTree(folder.Id) ?? throw new GitException($"Folder {folder.Id} is not in the local clone: remove the clone, it will be fetched again.");

    /// <summary>The contents of the blobs; those larger than <see cref="GitLimits.ReadBlob"/> are left out.</summary>
    /// <exception cref="GitException">One of them can neither be read nor fetched.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadBlobsAsync(
        IReadOnlyCollection<string> blobs, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var part in blobs.Distinct().Chunk(GitLimits.BatchBlobs))
        {
            await FetchAsync(Ask(objects => part.Where(blob => !objects.Has(blob)).ToList()), cancellationToken);
            foreach (var blob in part)
                if (Ask(objects => objects.ReadBlob(blob)) is { } content) contents[blob] = content;
        }

        return contents;
    }

    /// <summary>Lets go of the clone until something is read again: what git packed anew takes room twice as long as it is open.</summary>
    public void Close()
    {
        _objects?.Dispose();
        _objects = null;
    }

    public void Dispose() => Close();

    private GitTree? ReadTree(string id)
    {
        if (_trees.TryGetValue(id, out var known)) return known;
        if (Ask(objects => objects.ReadTree(id)) is not { } tree) return null;
        if ((_entries += tree.Entries.Count) > GitLimits.KeptTreeEntries)
        {
            _trees.Clear();
            _entries = tree.Entries.Count;
        }

        return _trees[id] = tree;
    }

    /// <summary>A fetch of all that is new may take long, and nobody should wait for it who has other repositories to look at.</summary>
    private async Task FetchAsync(List<string> absent, CancellationToken cancellationToken)
    {
        if (absent.Count == 0) return;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(GitLimits.LockPatience);
        try
        {
            using var exclusive = await mirror.LockAsync(patience.Token);
            await mirror.FetchBlobsAsync(absent, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitException("The repository is being fetched, so its files cannot be read yet.");
        }
    }

    private T Ask<T>(Func<IGitObjects, T> question) => question(_objects ??= mirror.OpenObjects());
}
