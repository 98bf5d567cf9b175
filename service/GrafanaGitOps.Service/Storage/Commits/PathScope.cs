using GrafanaGitOps.Service.Storage.Applications;

namespace GrafanaGitOps.Service.Storage.Commits;

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

    /// <summary>True when one of the paths, or a folder that it is in, is one of the applications' paths.</summary>
    /// <param name="repository">Row of the repository.</param>
    /// <param name="paths">None for a commit that changed none: it concerns the applications of the whole repository.</param>
    public bool CoversAny(long repository, string[] paths)
    {
        if (!_paths.TryGetValue(repository, out var scope)) return false;
        // The empty path is the whole repository.
        if (scope.Contains("")) return true;
        var folders = scope.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var path in paths)
        {
            for (var rest = path.AsSpan(); !rest.IsEmpty; rest = rest[..Math.Max(0, rest.LastIndexOf('/'))])
                if (folders.Contains(rest)) return true;
        }

        return false;
    }
}
