using GrafanaGitOps.Service.Storage.Present;

namespace GrafanaGitOps.Service.Storage;

/// <summary>Tells whether a changed path concerns any of some applications.</summary>
internal sealed class PathScope
{
    private readonly Dictionary<long, HashSet<string>> _paths = [];

    public PathScope(IEnumerable<ApplicationStatus> applications)
    {
        foreach (var (repository, path) in applications.SelectMany(application => application.Paths))
        {
            if (!_paths.TryGetValue(repository, out var paths)) _paths[repository] = paths = [];
            paths.Add(path);
        }
    }

    /// <summary>No commit concerns any of them.</summary>
    public bool IsEmpty => _paths.Count == 0;

    /// <summary>True when the path, or a folder that it is in, is one of the applications' paths.</summary>
    /// <param name="repository">Row of the repository.</param>
    /// <param name="path">Null for a commit that changed none: it concerns the applications of the whole repository.</param>
    public bool Covers(long repository, string? path)
    {
        if (!_paths.TryGetValue(repository, out var paths)) return false;
        if (paths.Contains("")) return true;
        if (path is null) return false;
        var folders = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
            if (folders.Contains(path.AsSpan(0, slash))) return true;
        return paths.Contains(path);
    }
}
