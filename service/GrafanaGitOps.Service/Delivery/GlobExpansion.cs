using GrafanaGitOps.Service.Delivery.Paths;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>Turns patterns into the files that they matched in the whole history, because answers look for plain paths.</summary>
internal sealed class GlobExpansion(Store store)
{
    private readonly Dictionary<(long Repository, string Glob), IReadOnlyList<string>> _known = [];

    public async Task<IReadOnlyList<string>> ExpandAsync(long repository, PathSet paths, CancellationToken cancellationToken)
    {
        if (paths.Globs.Count == 0) return paths.Paths;
        var all = new List<string>(paths.Paths);
        foreach (var glob in paths.Globs)
        {
            if (!_known.TryGetValue((repository, glob.Text), out var matches))
            {
                var found = await store.Commits.ReadPathsAsync(repository, glob.Folder, cancellationToken)
                    .Where(glob.Matches).Take(PathLimits.Paths + 1).ToListAsync(cancellationToken);
                _known[(repository, glob.Text)] = matches = found.Count > PathLimits.Paths ? [glob.Folder] : found;
            }

            all.AddRange(matches);
        }

        return PathSet.Of(all).Paths;
    }
}
