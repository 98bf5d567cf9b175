using System.Text;

namespace GrafanaGitOps.Service.Sources.Git.Files;

/// <summary>What a name in a folder stands for.</summary>
internal enum EntryKind
{
    File,
    Folder,

    /// <summary>A symbolic link: a file that holds the path it points to.</summary>
    Link,

    /// <summary>A commit of another repository.</summary>
    Submodule,
}

/// <summary>A name in a folder of a commit.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Object id of what it names.</param>
internal readonly record struct TreeEntry(EntryKind Kind, string Id);

/// <summary>One folder of a commit, without what is below it.</summary>
internal sealed class GitTree
{
    private readonly Dictionary<string, TreeEntry> _entries = new(StringComparer.Ordinal);

    private GitTree()
    {
    }

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, TreeEntry> Entries => _entries;

    /// <summary>Reads git's form: mode, space, name, NUL, object id as bytes, again and again.</summary>
    public static GitTree Parse(ReadOnlySpan<byte> content, int idBytes)
    {
        var tree = new GitTree();
        while (!content.IsEmpty)
        {
            var (space, end) = (content.IndexOf((byte)' '), content.IndexOf((byte)0));
            if (space < 1 || end < space || content.Length < end + 1 + idBytes)
                throw new GitException("A folder of a commit is damaged: remove the local clone, it will be fetched again.");
            var name = Encoding.UTF8.GetString(content[(space + 1)..end]);
            tree._entries[name] = new TreeEntry(Kind(content[..space]), Convert.ToHexStringLower(content.Slice(end + 1, idBytes)));
            content = content[(end + 1 + idBytes)..];
        }

        return tree;
    }

    private static EntryKind Kind(ReadOnlySpan<byte> mode) => mode switch
    {
        _ when mode.SequenceEqual("40000"u8) => EntryKind.Folder,
        _ when mode.SequenceEqual("120000"u8) => EntryKind.Link,
        _ when mode.SequenceEqual("160000"u8) => EntryKind.Submodule,
        _ => EntryKind.File,
    };
}
