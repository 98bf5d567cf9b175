using GrafanaGitOps.Service.Cleaning;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>How far the search for the paths of one source has come.</summary>
internal sealed class PathWalk(PathRequest request, GitTree root)
{
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<(string Path, ReferenceKind Kind)> _visited = [];
    private readonly List<string> _notices = [];
    private readonly List<PathGlob> _globs = [];
    private PathsKnown _known = PathsKnown.FromGit;
    private int _further;
    private bool _isFull;

    public PathRequest Request => request;

    public GitTree Root => root;

    /// <summary>Takes a folder or file into the answer.</summary>
    public void Add(string path) => _found.Add(path);

    /// <summary>Takes files into the answer by a pattern.</summary>
    public void Add(PathGlob glob)
    {
        if (!_globs.Exists(known => known.Text == glob.Text)) _globs.Add(glob);
    }

    /// <summary>Takes a file into the answer that says which others belong to it; false when too many were read already.</summary>
    public bool AddRead(string path)
    {
        Add(path);
        if (_read.Count < PathLimits.Files)
        {
            _read.Add(path);
            return true;
        }

        if (!_isFull) Doubt($"Only the first {PathLimits.Files} kustomizations, charts and generators are read.");
        _isFull = true;
        return false;
    }

    /// <summary>False when this was gone to before, which ends circles.</summary>
    public bool Enter(string path, ReferenceKind kind) => _visited.Add((path, kind));

    public void Note(string notice)
    {
        if (_notices.Contains(notice)) return;
        if (_notices.Count < PathLimits.Notices) _notices.Add(notice);
        else _further++;
    }

    /// <summary>Notes something for which more files may count than are known.</summary>
    public void Doubt(string reason)
    {
        Note(reason);
        if (_known == PathsKnown.FromGit) _known = PathsKnown.InPart;
    }

    /// <summary>Files that were needed could not be had: the folder itself stands in for what they say.</summary>
    public void Fail(string folder, string reason)
    {
        Add(request.Folder ?? folder);
        Add(folder);
        Note(reason);
        _known = PathsKnown.FromSpec;
    }

    public PathAnswer Answer()
    {
        foreach (var file in request.Files) Add(file);
        foreach (var doubt in request.Doubts) Doubt(doubt);
        var further = _further > 0 ? $" {_further} further notices are left out." : "";
        return new PathAnswer(PathSet.Of(_found, _globs), _known, _notices.Count == 0 ? null : string.Join(' ', _notices) + further, _read);
    }

    /// <summary>The answer where nothing can be read.</summary>
    public static PathAnswer Unread(PathRequest request, string reason)
    {
        var paths = PathSet.Of(request.Folder is null ? request.Files : request.Files.Append(request.Folder));
        return new PathAnswer(paths, PathsKnown.FromSpec, reason, new HashSet<string>());
    }

    /// <summary>A path or URL from outside as a notice may quote it.</summary>
    public static string Quote(string text) => $"\"{ForeignText.Line(text)}\"";
}
