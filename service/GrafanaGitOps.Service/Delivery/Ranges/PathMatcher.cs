using GrafanaGitOps.Service.Delivery.Paths;

namespace GrafanaGitOps.Service.Delivery.Ranges;

/// <summary>Tells for a changed path which of many sets it belongs to, in a time that depends on its depth, and on the patterns of the folders above it.</summary>
internal sealed class PathMatcher
{
    private readonly Dictionary<string, List<int>> _byPath = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<string, List<(PathGlob Glob, int Set)>> _globs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(PathGlob Glob, int Set)>>.AlternateLookup<ReadOnlySpan<char>> _globLookup;

    public PathMatcher(IReadOnlyList<PathSet> sets)
    {
        _lookup = _byPath.GetAlternateLookup<ReadOnlySpan<char>>();
        _globLookup = _globs.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var set = 0; set < sets.Count; set++)
        {
            foreach (var path in sets[set].Paths)
            {
                if (!_byPath.TryGetValue(path, out var sharing)) _byPath[path] = sharing = [];
                sharing.Add(set);
            }

            foreach (var glob in sets[set].Globs)
            {
                if (!_globs.TryGetValue(glob.Folder, out var below)) _globs[glob.Folder] = below = [];
                below.Add((glob, set));
            }
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
            if (_globLookup.TryGetValue(rest, out var below)) sets.AddRange(below.Where(one => one.Glob.Matches(path)).Select(one => one.Set));
            if (rest.IsEmpty) break;
            rest = rest[..Math.Max(0, rest.LastIndexOf('/'))];
        }
    }
}
