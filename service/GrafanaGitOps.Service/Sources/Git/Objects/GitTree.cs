namespace GrafanaGitOps.Service.Sources.Git.Objects;

/// <summary>What a name in a folder stands for: the upper bits of git's mode.</summary>
internal enum EntryKind
{
    File = 0x8000,
    Folder = 0x4000,

    /// <summary>A symbolic link: a file that holds the path it points to.</summary>
    Link = 0xa000,

    /// <summary>A commit of another repository.</summary>
    Submodule = 0xe000,
}

/// <summary>A name in a folder of a commit.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Object id of what it names.</param>
internal readonly record struct TreeEntry(EntryKind Kind, string Id);

/// <summary>One folder of a commit, without what is below it.</summary>
internal sealed class GitTree
{
    private const int KindBits = 0xf000;

    private readonly Dictionary<string, TreeEntry> _entries = new(StringComparer.Ordinal);

    /// <param name="entries">Name, git's mode, and object id of each.</param>
    public GitTree(IEnumerable<(string Name, int Mode, string Id)> entries)
    {
        foreach (var (name, mode, id) in entries) _entries[name] = new TreeEntry((EntryKind)(mode & KindBits), id);
    }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, TreeEntry> Entries => _entries;
}
