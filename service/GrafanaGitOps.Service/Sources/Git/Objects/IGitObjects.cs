namespace GrafanaGitOps.Service.Sources.Git.Objects;

/// <summary>
/// Refs, commits, folders and files of a local clone, one at a time, also while git fetches into it and packs it. Nothing is fetched for an
/// answer. One caller at a time.
/// </summary>
internal interface IGitObjects : IDisposable
{
    /// <summary>All refs by their full names, with the object ids that they name.</summary>
    IReadOnlyList<(string Name, string Id)> ReadRefs();

    /// <summary>Sets refs, in their order; a ref without an object id is removed.</summary>
    void UpdateRefs(IReadOnlyList<(string Name, string? Id)> changes);

    /// <summary>Object ids of the commits that the first ones reach and the second ones do not, in any order. All of them must be here.</summary>
    IReadOnlyList<string> ListCommits(IEnumerable<string> from, IEnumerable<string> without);

    /// <summary>Whether the object is here.</summary>
    bool Has(string id);

    /// <summary>The folder with this object id, or the uppermost one of a commit; null when it is not here.</summary>
    /// <exception cref="GitException">It is none, or too large.</exception>
    GitTree? ReadTree(string id);

    /// <summary>The content of a blob; null when it is not here, and when it is larger than <see cref="GitLimits.ReadBlob"/>.</summary>
    byte[]? ReadBlob(string id);
}
