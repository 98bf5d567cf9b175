using GrafanaGitOps.Service.Cleaning;
using LibGit2Sharp;

namespace GrafanaGitOps.Service.Sources.Git.Objects;

/// <summary>What the library reads in this process, without starting another. It cannot open repositories of SHA-256.</summary>
internal sealed class LibraryObjects(string folder) : IGitObjects
{
    private readonly Repository _repository = Try(() => GitLibrary.Open(folder));

    private ObjectDatabase Objects => _repository.ObjectDatabase;

    public IReadOnlyList<(string Name, string Id)> ReadRefs() => Try(() =>
        _repository.Refs.OfType<DirectReference>().Select(reference => (reference.CanonicalName, reference.TargetIdentifier)).ToList());

    public void UpdateRefs(IReadOnlyList<(string Name, string? Id)> changes) => Try(() =>
    {
        foreach (var (name, id) in changes)
        {
            if (id is null) _repository.Refs.Remove(name);
            else _repository.Refs.Add(name, new ObjectId(id), allowOverwrite: true);
        }

        return true;
    });

    public IReadOnlyList<string> ListCommits(IEnumerable<string> from, IEnumerable<string> without) => Try(() =>
    {
        var filter = new CommitFilter
        {
            IncludeReachableFrom = from.Select(id => new ObjectId(id)),
            ExcludeReachableFrom = without.Select(id => new ObjectId(id)),
            SortBy = CommitSortStrategies.None,
        };
        return _repository.Commits.QueryBy(filter).Select(commit => commit.Sha).ToList();
    });

    public bool Has(string id) => Try(() => Objects.Contains(new ObjectId(id)));

    public GitTree? ReadTree(string id) => Try(() =>
    {
        var tree = new ObjectId(id);
        if (!Objects.Contains(tree)) return null;
        if (Objects.RetrieveObjectMetadata(tree).Type == ObjectType.Commit) tree = _repository.Lookup<Commit>(tree).Tree.Id;
        // Its size is told before it is read.
        if (Objects.RetrieveObjectMetadata(tree) is not { Type: ObjectType.Tree, Size: <= GitLimits.ReadTree })
            throw new GitException($"{id} is no folder, or has more than {GitLimits.ReadTree >> 20} MB.");
        return new GitTree(_repository.Lookup<Tree>(tree).Select(entry => (entry.Name, (int)entry.Mode, entry.Target.Sha)));
    });

    public byte[]? ReadBlob(string id) => Try(() =>
    {
        var blob = new ObjectId(id);
        if (!Objects.Contains(blob)) return null;
        if (Objects.RetrieveObjectMetadata(blob) is not { Type: ObjectType.Blob, Size: <= GitLimits.ReadBlob } found) return null;
        var content = new byte[found.Size];
        using var stream = _repository.Lookup<Blob>(blob).GetContentStream();
        stream.ReadExactly(content);
        return content;
    });

    public void Dispose() => _repository.Dispose();

    private static T Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (LibGit2SharpException exception)
        {
            var reason = ForeignText.Line(exception.Message);
            throw new GitException($"The local clone cannot be read ({reason}): remove its folder, it will be fetched again.");
        }
    }
}
