namespace GrafanaGitOps.Service.Events;

/// <summary>The tags of a repository as its remote has them.</summary>
/// <param name="Name">Without <c>refs/tags/</c>; empty for a tag object that had a name once.</param>
/// <param name="Object">Object id that the tag names: the commit, or a tag object with author and message of its own.</param>
/// <param name="Commit">The commit behind it.</param>
public sealed record RepositoryTag(string Name, string Object, string Commit);

/// <summary>The tags of a repository, found by name and by what they name.</summary>
public sealed class RepositoryTags
{
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _byObject = new(StringComparer.Ordinal);

    /// <param name="tags">All of them.</param>
    public RepositoryTags(IEnumerable<RepositoryTag> tags)
    {
        foreach (var tag in tags)
        {
            if (tag.Name.Length > 0) _byName[tag.Name] = tag.Commit;
            if (tag.Object != tag.Commit) _byObject[tag.Object] = tag.Commit;
        }
    }

    /// <summary>Of a repository without tags, and before anybody asked.</summary>
    public static RepositoryTags None { get; } = new([]);

    /// <summary>The commit that the tag leads to; null when there is no such tag.</summary>
    public string? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The commit behind a tag object; null when it is none of a tag.</summary>
    public string? Peel(string id) => _byObject.GetValueOrDefault(id);

    /// <summary>The tag objects whose ids begin with these digits, each with its commit; at most two.</summary>
    public IReadOnlyList<string> PeelPrefix(string digits) =>
        [.. _byObject.Where(pair => pair.Key.StartsWith(digits, StringComparison.Ordinal)).Select(pair => pair.Value).Distinct().Take(2)];
}
