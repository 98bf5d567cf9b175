using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// Argo CD's annotation that says which paths an application is made from. Argo CD generates manifests again only when one of them changed,
/// so where it is given it is the whole answer.
/// </summary>
internal static class ManifestGeneratePaths
{
    public const string Annotation = "argocd.argoproj.io/manifest-generate-paths";

    /// <summary>Paths of a source with this folder; null when the annotation names none.</summary>
    public static PathAnswer? Read(string? annotation, string? folder)
    {
        var (paths, globs) = (new List<string>(), new List<PathGlob>());
        foreach (var item in (annotation ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Argo CD takes parents of the root for the root itself.
            if (RepositoryPath.Within(item.StartsWith('/') ? "" : RepositoryPath.FromRoot(folder) ?? "", item) is not { } path) continue;
            // It tries each item as a path and as a pattern.
            paths.Add(path);
            if (globs.Count < PathLimits.Globs && PathGlob.TryParse(path, out var glob)) globs.Add(glob);
        }

        return paths.Count == 0
            ? null
            : new PathAnswer(
                PathSet.Of(paths.Where(path => !globs.Exists(glob => glob.Text == path)), globs), PathsKnown.FromSpec, null, new HashSet<string>());
    }
}
