using GrafanaGitOps.Service.Delivery.Paths;

namespace GrafanaGitOps.Service.Delivery.Ranges;

/// <summary>Tells for a changed path which of many sets it belongs to, in a time that depends on the path's depth alone.</summary>
internal sealed class PathMatcher
{
    private readonly Dictionary<string, List<int>> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<(PathGlob Glob, int Set)> _globs = [];

    public PathMatcher(IReadOnlyList<PathSet> sets)
    {
        _lookup = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var set = 0; set < sets.Count; set++)
        {
            foreach (var path in sets[set].Paths)
            {
                if (!_byPath.TryGetValue(path, out var sharing)) _byPath[path] = sharing = [];
                sharing.Add(set);
            }

            foreach (var glob in sets[set].Globs) _globs.Add((glob, set));
        }
    }

    /// <summary>All folders and files of the sets.</summary>
    public IReadOnlyCollection<string> Paths => _byPath.Keys;

    public bool HasGlobs => _globs.Count > 0;

    /// <summary>Adds the numbers of the sets that the path belongs to; a number may come twice.</summary>
    public void Match(string path, List<int> sets)
    {
        var rest = path.AsSpan();
        while (true)
        {
            if (_lookup.TryGetValue(rest, out var sharing)) sets.AddRange(sharing);
            if (rest.IsEmpty) break;
            rest = rest[..Math.Max(0, rest.LastIndexOf('/'))];
        }

        foreach (var (glob, set) in _globs)
            if (glob.Matches(path)) sets.Add(set);
    }
}
