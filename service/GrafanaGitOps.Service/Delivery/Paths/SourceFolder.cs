using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>The folder of a source, opened as its operator does.</summary>
internal sealed class SourceFolder(PathSteps steps, CommitFiles files, PathWalk walk)
{
    private const string Spec = "spec";
    private const string Jsonnet = ".jsonnet";

    // What Argo CD takes for manifests, and what Flux's generated kustomization does.
    private static readonly string[] ManifestEndings = [".yaml", ".yml", ".json", Jsonnet];
    private static readonly string[] GeneratedEndings = [".yaml", ".yml"];

    public void Open(string folder, GitTree tree, int depth)
    {
        var (request, build) = (walk.Request, walk.Request.Build);
        walk.Enter(folder, ReferenceKind.Resource);
        if (request.IsChart) steps.OpenChart(folder, tree, depth);
        else if (request.IsFlux) OpenFlux(folder, tree, depth);
        else OpenArgoCd(folder, tree, depth, build);

        var component = build?.IgnoreMissing == true ? ReferenceKind.OptionalResource : ReferenceKind.Resource;
        foreach (var path in build?.Components ?? []) steps.Follow(folder, new FileReference(component, path), depth, Spec);
        foreach (var path in build?.Files ?? [])
        {
            if (path.Contains('$', StringComparison.Ordinal)) walk.Doubt($"The file {PathWalk.Quote(path)} depends on a variable, so it is not followed.");
            // As values files: from the root what begins with a slash.
            var start = path.StartsWith('/') ? "" : folder;
            steps.Follow(start, new FileReference(ReferenceKind.File, path.TrimStart('/')), depth, Spec);
        }

        foreach (var name in request.Overrides)
        {
            var path = RepositoryPath.Child(folder, name);
            walk.Add(path);
            if (tree.Entries.TryGetValue(name, out var entry) && entry.Kind == EntryKind.File)
                steps.Wait(PathFileKind.Override, path, folder, entry, depth);
        }
    }

    private void OpenArgoCd(string folder, GitTree tree, int depth, SourceBuild? build)
    {
        var isChart = tree.Entries.ContainsKey(HelmChart.FileName);
        switch (build?.Tool)
        {
            case null:
                // Nobody knows what makes of it what it is.
                if (isChart) steps.OpenChart(folder, tree, depth);
                if (!steps.TryKustomization(folder, tree, depth)) walk.Add(folder);
                break;
            case BuildTool.Helm:
            case BuildTool.Detected when isChart:
                steps.OpenChart(folder, tree, depth);
                break;
            case BuildTool.Plugin:
                walk.Add(folder);
                break;
            case BuildTool.Directory:
                OpenDirectory(folder, tree, depth, build);
                break;
            default:
                if (steps.TryKustomization(folder, tree, depth)) break;
                if (build.Tool == BuildTool.Kustomize) walk.Add(folder);
                else OpenDirectory(folder, tree, depth, build);
                break;
        }
    }

    private void OpenDirectory(string folder, GitTree tree, int depth, SourceBuild build)
    {
        foreach (var library in build.Libraries ?? [])
            if (RepositoryPath.FromRoot(library) is { } path) walk.Add(path);
        var (include, exclude) = (Filter(build.Include, true), Filter(build.Exclude, false));
        if (include is null || exclude is null)
        {
            walk.Add(folder);
            walk.Doubt($"A pattern of {PathWalk.Quote(folder)} cannot be read, so its whole folder counts.");
            return;
        }

        var glob = PathGlob.Below(
            folder, build.Recurse, build.AnyExtension ? [""] : ManifestEndings, [],
            ($"+{build.Include} -{build.Exclude}", path => include(path) && !exclude(path)));
        walk.Add(glob);
        steps.FollowLinks(folder, tree, depth, build.Recurse, glob.Matches);
        if (!HasJsonnet(folder, tree, build.Recurse, glob, depth)) return;
        walk.Add(folder);
        walk.Doubt($"Jsonnet in {PathWalk.Quote(folder)} may import files of any folder; those of its own count.");
    }

    /// <summary>Null for what is no pattern; without one, all or none match.</summary>
    private static Func<string, bool>? Filter(string? pattern, bool ofNone) =>
        string.IsNullOrEmpty(pattern) ? _ => ofNone
        : GlobText.Translate(pattern, hasFolders: false) is { } expression ? expression.IsMatch
        : null;

    private bool HasJsonnet(string folder, GitTree tree, bool isDeep, PathGlob glob, int depth) => tree.Entries.Any(entry =>
        RepositoryPath.Child(folder, entry.Key) is var path && (entry.Value.Kind == EntryKind.Folder
            ? isDeep && depth < PathLimits.Depth && HasJsonnet(path, files.Open(entry.Value), isDeep, glob, depth + 1)
            : path.EndsWith(Jsonnet, StringComparison.Ordinal) && glob.Matches(path)));

    /// <summary>
    /// Flux makes a kustomization for a folder that has none, of all manifests in it and below. A folder below that has a kustomization is
    /// one of its bases, and what is in it counts only through that.
    /// </summary>
    private void OpenFlux(string folder, GitTree tree, int depth)
    {
        if (steps.TryKustomization(folder, tree, depth)) return;
        var bases = new List<string>();
        FindBases(folder, tree, depth, bases);
        walk.Add(PathGlob.Below(folder, isDeep: true, GeneratedEndings, bases));
        steps.FollowLinks(folder, tree, depth, isDeep: true, path =>
            GeneratedEndings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            && !PathSet.Ancestors(path).Any(bases.Contains));
    }

    private void FindBases(string folder, GitTree tree, int depth, List<string> bases)
    {
        foreach (var (name, entry) in tree.Entries)
        {
            if (entry.Kind != EntryKind.Folder) continue;
            var path = RepositoryPath.Child(folder, name);
            if (depth >= PathLimits.Depth)
            {
                steps.DoubtDepth(path);
                continue;
            }

            var below = files.Open(entry);
            if (steps.TryKustomization(path, below, depth + 1)) bases.Add(path);
            else FindBases(path, below, depth + 1, bases);
        }
    }
}
