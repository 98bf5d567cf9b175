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
    /// <param name="path">Empty for a commit that changed none: it concerns the applications of the whole repository.</param>
    public bool Covers(long repository, ReadOnlySpan<char> path)
    {
        if (!_paths.TryGetValue(repository, out var paths)) return false;
        var folders = paths.GetAlternateLookup<ReadOnlySpan<char>>();
        // The empty path is the whole repository.
        if (folders.Contains("") || folders.Contains(path)) return true;
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = path[..slash].LastIndexOf('/'))
            if (folders.Contains(path[..slash])) return true;
        return false;
    }
}
