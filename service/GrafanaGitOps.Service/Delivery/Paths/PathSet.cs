namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>What makes up an application in one repository: folders with all that is below them, files, and patterns.</summary>
internal sealed class PathSet
{
    public static readonly PathSet Empty = new([], []);

    private PathSet(IReadOnlyList<string> paths, IReadOnlyList<PathGlob> globs) => (Paths, Globs) = (paths, globs);

    /// <summary>Folders and files, sorted, none below another; <c>""</c> is the whole repository.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Patterns that take further files.</summary>
    public IReadOnlyList<PathGlob> Globs { get; }

    public bool IsEmpty => Paths.Count == 0 && Globs.Count == 0;

    /// <summary>Takes what is below another out, and folders for files when there are too many.</summary>
    public static PathSet Of(IEnumerable<string> paths, IReadOnlyList<PathGlob>? globs = null)
    {
        var all = paths.ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var minimal = all.Where(path => !Ancestors(path).Any(all.Contains)).ToList();
            if (minimal.Count <= PathLimits.Paths) return new PathSet([.. minimal.Order(StringComparer.Ordinal)], globs ?? []);
            all = [.. minimal.Select(RepositoryPath.Parent)];
        }
    }

    /// <summary>Both together.</summary>
    public PathSet Union(PathSet other) =>
        other.IsEmpty ? this
        : IsEmpty ? other
        : Of(Paths.Concat(other.Paths), [.. Globs.Concat(other.Globs).DistinctBy(glob => glob.Text)]);

    /// <summary>The folders that hold the path, the root last.</summary>
    public static IEnumerable<string> Ancestors(string path)
    {
        while (path.Length > 0)
        {
            path = RepositoryPath.Parent(path);
            yield return path;
        }
    }
}
