using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>Goes where the references of one walk lead. Folders are looked at at once; files to be read go into the next level.</summary>
internal sealed class PathSteps(CommitFiles files, PathWalk walk, List<PathFile> next)
{
    /// <summary>The source's own folder, with its kustomization or chart, or both.</summary>
    public void OpenSource(string folder)
    {
        if (files.FindFolder(walk.Root, folder) is not { } tree)
        {
            walk.Add(walk.Request.IsPartial ? "" : folder);
            var consequence = walk.Request.IsPartial ? ", so all of it counts" : "";
            walk.Note($"The repository has no folder {PathWalk.Quote(folder)} at this revision{consequence}.");
            return;
        }

        walk.Enter(folder, ReferenceKind.Resource);
        if (walk.Request.IsChart || tree.Entries.ContainsKey(HelmChart.FileName)) OpenChart(folder, tree, 0);
        if (!walk.Request.IsChart) OpenFolder(folder, tree, 0);
    }

    /// <summary>Goes to what a file refers to.</summary>
    /// <param name="folder">The folder that the reference counts from.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="depth">How many files led to it.</param>
    /// <param name="from">The file that holds it.</param>
    public void Follow(string folder, FileReference reference, int depth, string from)
    {
        if (reference.IsRemote)
        {
            var url = PathWalk.Quote(reference.Path);
            walk.Note($"{PathWalk.Quote(from)} refers to {url} outside the repository, whose changes are not seen.");
            return;
        }

        if (RepositoryPath.Combine(folder, reference.Path) is not { } path)
        {
            walk.Note($"{PathWalk.Quote(from)} refers to {PathWalk.Quote(reference.Path)}, which leads out of the repository.");
            return;
        }

        if (!walk.Enter(path, reference.Kind)) return;
        if (depth < PathLimits.Depth) Go(path, folder, reference.Kind, depth + 1, from);
        else walk.Note($"Kustomizations are followed {PathLimits.Depth} levels deep, which ends at {PathWalk.Quote(path)}.");
    }

    private void Go(string path, string folder, ReferenceKind kind, int depth, string from)
    {
        var entry = path.Length == 0 ? new TreeEntry(EntryKind.Folder, "") : files.Find(walk.Root, path);
        if (entry is null)
        {
            if (kind == ReferenceKind.OptionalChart) return;
            walk.Add(path);
            walk.Note($"{PathWalk.Quote(from)} refers to {PathWalk.Quote(path)}, which is not there.");
        }
        else if (entry.Value.Kind == EntryKind.Folder)
        {
            var tree = path.Length == 0 ? walk.Root : files.Open(entry.Value);
            if (kind is ReferenceKind.Chart or ReferenceKind.OptionalChart) OpenChart(path, tree, depth);
            else if (kind == ReferenceKind.File) walk.Add(path);
            else OpenFolder(path, tree, depth);
        }
        else
        {
            AddFile(path, folder, entry.Value, kind, depth);
        }
    }

    private void AddFile(string path, string folder, TreeEntry entry, ReferenceKind kind, int depth)
    {
        if (entry.Kind == EntryKind.Link) Wait(PathFileKind.Link, path, RepositoryPath.Parent(path), entry, depth, kind);
        else if (kind == ReferenceKind.Plugin && entry.Kind == EntryKind.File) Wait(PathFileKind.Plugin, path, folder, entry, depth);
        else walk.Add(path);
        if (entry.Kind == EntryKind.Submodule) walk.Note($"{PathWalk.Quote(path)} is a submodule, whose own commits are not seen.");
    }

    private void OpenFolder(string folder, GitTree tree, int depth)
    {
        if (TryKustomization(folder, tree, depth)) return;
        walk.Add(folder);
        if (walk.Request.IsFlux) OpenBelow(folder, tree, depth);
    }

    /// <summary>Flux builds kustomizations that it finds below a folder that has none, and they may refer to what is elsewhere.</summary>
    private void OpenBelow(string folder, GitTree tree, int depth)
    {
        foreach (var (name, entry) in tree.Entries)
        {
            if (entry.Kind != EntryKind.Folder) continue;
            var path = RepositoryPath.Child(folder, name);
            if (depth >= PathLimits.Depth || !walk.Enter(path, ReferenceKind.Resource)) continue;
            var below = files.Open(entry);
            if (!TryKustomization(path, below, depth + 1)) OpenBelow(path, below, depth + 1);
        }
    }

    private bool TryKustomization(string folder, GitTree tree, int depth)
    {
        foreach (var name in Kustomization.FileNames)
        {
            if (!tree.Entries.TryGetValue(name, out var entry) || entry.Kind is EntryKind.Folder or EntryKind.Submodule) continue;
            Wait(PathFileKind.Kustomization, RepositoryPath.Child(folder, name), folder, entry, depth);
            return true;
        }

        return false;
    }

    /// <summary>A chart is its whole folder, and the charts that it depends on by a path.</summary>
    private void OpenChart(string folder, GitTree tree, int depth)
    {
        walk.Add(folder);
        foreach (var name in new[] { HelmChart.FileName, HelmChart.RequirementsName })
        {
            if (tree.Entries.TryGetValue(name, out var entry) && entry.Kind == EntryKind.File)
                Wait(PathFileKind.Chart, RepositoryPath.Child(folder, name), folder, entry, depth);
        }
    }

    private void Wait(
        PathFileKind kind, string path, string folder, TreeEntry entry, int depth, ReferenceKind target = ReferenceKind.Resource)
    {
        if (walk.AddRead(path)) next.Add(new PathFile(walk, kind, path, folder, entry.Id, depth, target));
    }
}
