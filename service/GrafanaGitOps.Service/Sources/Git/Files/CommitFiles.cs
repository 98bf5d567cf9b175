namespace GrafanaGitOps.Service.Sources.Git.Files;

/// <summary>
/// Files and folders of the commits of one repository, read from its local clone. Blobs that the clone left out are fetched, all of one call
/// in one request. One caller at a time.
/// </summary>
internal sealed class CommitFiles(Mirror mirror) : IAsyncDisposable
{
    private readonly Dictionary<string, GitTree> _trees = new(StringComparer.Ordinal);
    private readonly HashSet<string> _blobsHere = new(StringComparer.Ordinal);
    private ObjectReader? _reader;
    private long _started;
    private int _entries;

    public CommitFiles(string dataDirectory, RepositoryOptions options, GitTimeouts timeouts)
        : this(new Mirror(dataDirectory, options, timeouts))
    {
    }

    /// <summary>The commit's uppermost folder; null when the commit is not in the clone.</summary>
    public async Task<GitTree?> FindRootAsync(string commit, CancellationToken cancellationToken) =>
        await ReadTreeAsync(commit + "^{tree}", cancellationToken);

    /// <summary>What the path names; null for nothing. The empty path is the root itself.</summary>
    public async Task<TreeEntry?> FindAsync(GitTree root, string path, CancellationToken cancellationToken)
    {
        var (tree, parts) = (root, path.Split('/'));
        for (var depth = 0; ; depth++)
        {
            if (!tree.Entries.TryGetValue(parts[depth], out var entry)) return null;
            if (depth == parts.Length - 1) return entry;
            if (entry.Kind != EntryKind.Folder) return null;
            tree = await OpenAsync(entry, cancellationToken);
        }
    }

    /// <summary>The folder that the path names; null when there is none. The empty path is the root itself.</summary>
    public async Task<GitTree?> FindFolderAsync(GitTree root, string path, CancellationToken cancellationToken) =>
        path.Length == 0 ? root
        : await FindAsync(root, path, cancellationToken) is { Kind: EntryKind.Folder } entry ? await OpenAsync(entry, cancellationToken)
        : null;

    /// <summary>The folder that the entry names.</summary>
    /// <exception cref="GitException">It is not in the clone.</exception>
    public async Task<GitTree> OpenAsync(TreeEntry folder, CancellationToken cancellationToken) =>
        await ReadTreeAsync(folder.Id, cancellationToken)
        ?? throw new GitException($"Folder {folder.Id} is not in the local clone: remove the clone, it will be fetched again.");

    /// <summary>The contents of the blobs; those larger than <see cref="GitLimits.ReadBlob"/> are left out.</summary>
    /// <exception cref="GitException">One of them can neither be read nor fetched.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> ReadBlobsAsync(
        IReadOnlyCollection<string> blobs, CancellationToken cancellationToken)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var part in blobs.Distinct().Chunk(GitLimits.BatchBlobs))
        {
            await EnsureAsync(part, cancellationToken);
            await ReadAsync(part, GitLimits.ReadBlob, (index, found) =>
            {
                if (found is { Type: "blob", Content: { } content }) contents[part[index]] = content;
            }, cancellationToken);
        }

        return contents;
    }

    public async ValueTask DisposeAsync()
    {
        if (_reader is not null) await _reader.DisposeAsync();
        _reader = null;
    }

    private async Task<GitTree?> ReadTreeAsync(string name, CancellationToken cancellationToken)
    {
        if (_trees.TryGetValue(name, out var known)) return known;
        GitTree? tree = null;
        await ReadAsync([name], GitLimits.ReadTree, (_, found) =>
        {
            if (found is null) return;
            if (found is not { Type: "tree", Content: { } content })
                throw new GitException($"{name} is no folder, or has more than {GitLimits.ReadTree >> 20} MB.");
            tree = GitTree.Parse(content, IdBytes(name));
        }, cancellationToken);
        if (tree is null) return null;
        if ((_entries += tree.Entries.Count) > GitLimits.KeptTreeEntries)
        {
            _trees.Clear();
            _entries = tree.Entries.Count;
        }

        return _trees[name] = tree;
    }

    private async Task EnsureAsync(IReadOnlyCollection<string> blobs, CancellationToken cancellationToken)
    {
        var unknown = blobs.Where(blob => !_blobsHere.Contains(blob)).ToList();
        if (unknown.Count == 0) return;
        using var exclusive = await LockAsync(cancellationToken);
        await mirror.FetchBlobsAsync(unknown, cancellationToken);
        if (_blobsHere.Count > GitLimits.KeptTreeEntries) _blobsHere.Clear();
        _blobsHere.UnionWith(unknown);
    }

    /// <summary>A fetch of all that is new may take long, and nobody should wait for it who has other repositories to look at.</summary>
    private async Task<CloneLock> LockAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(GitLimits.LockPatience);
        try
        {
            return await mirror.LockAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitException("The repository is being fetched, so its files cannot be read yet.");
        }
    }

    private async Task ReadAsync(
        IReadOnlyList<string> names, int limit, Action<int, GitObject?> accept, CancellationToken cancellationToken)
    {
        try
        {
            await (await ReaderAsync(cancellationToken)).ReadAsync(names, limit, accept, cancellationToken);
        }
        catch
        {
            // Its place in git's output is lost. The blobs that were here may be gone with a clone that was made anew.
            await DisposeAsync();
            _blobsHere.Clear();
            throw;
        }
    }

    private async Task<ObjectReader> ReaderAsync(CancellationToken cancellationToken)
    {
        // Well before the time at which the process is ended from outside.
        if (_reader is not null && TimeProvider.System.GetElapsedTime(_started) > mirror.ReadTimeout / 2) await DisposeAsync();
        if (_reader is not null) return _reader;
        if (!Directory.Exists(mirror.CloneFolder)) throw new GitException("The repository has not been fetched yet.");
        cancellationToken.ThrowIfCancellationRequested();
        _started = TimeProvider.System.GetTimestamp();
        // Not with the caller's token: the process outlives this call.
        return _reader = new ObjectReader(mirror.StartObjects(CancellationToken.None));
    }

    // "<id>" or "<id>^{tree}".
    private static int IdBytes(string name) => (name.IndexOf('^', StringComparison.Ordinal) is >= 0 and var end ? end : name.Length) / 2;
}
