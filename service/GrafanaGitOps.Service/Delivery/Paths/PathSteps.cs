using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Git.Objects;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>Goes where the references of one walk lead. Folders are looked at at once; files to be read go into the next level.</summary>
internal sealed class PathSteps(CommitFiles files, PathWalk walk, List<PathFile> next)
{
    /// <summary>The source's own folder, and the files that belong to it besides.</summary>
    public void OpenSource()
    {
        var request = walk.Request;
        foreach (var file in request.Files)
        {
            if (TryLink(file, ReferenceKind.File, 0) || !request.NotesMissing || files.Find(walk.Root, file) is not null) continue;
            walk.Note($"The application names {PathWalk.Quote(file)}, which is not there.");
        }

        foreach (var pattern in request.Patterns)
        {
            if (PathGlob.Pattern(pattern) is { } glob) walk.Add(glob);
            else walk.Doubt($"The pattern {PathWalk.Quote(pattern)} cannot be read, so its files are not followed.");
        }

        if (request.Folder is { } folder && walk.Enter(folder, ReferenceKind.Source)) Go(folder, "", ReferenceKind.Source, 0, "");
    }

    /// <summary>Goes to what a file refers to.</summary>
    /// <param name="folder">The folder that the reference counts from.</param>
    /// <param name="reference">The reference.</param>
    /// <param name="depth">How many files led to it.</param>
    /// <param name="from">The file that holds it, or what stands for one.</param>
    public void Follow(string folder, FileReference reference, int depth, string from)
    {
        if (reference.IsRemote)
        {
            var notice = $"{PathWalk.Quote(from)} refers to {PathWalk.Quote(reference.Path)} outside the repository, whose changes are not seen.";
            if (FileReference.IsPinned(reference.Path)) walk.Note(notice);
            else walk.Doubt(notice);
            return;
        }

        if (RepositoryPath.Combine(folder, reference.Path) is not { } path)
        {
            walk.Note($"{PathWalk.Quote(from)} refers to {PathWalk.Quote(reference.Path)}, which leads out of the repository.");
            return;
        }

        if (!walk.Enter(path, reference.Kind)) return;
        if (depth < PathLimits.Depth) Go(path, folder, reference.Kind, depth + 1, from);
        else walk.Doubt($"Kustomizations are followed {PathLimits.Depth} levels deep, which ends at {PathWalk.Quote(path)}.");
    }

    /// <summary>Takes in the kustomization of a folder; false when it has none.</summary>
    public bool TryKustomization(string folder, GitTree tree, int depth)
    {
        foreach (var name in Kustomization.FileNames)
        {
            if (!tree.Entries.TryGetValue(name, out var entry) || entry.Kind is EntryKind.Folder or EntryKind.Submodule) continue;
            Wait(PathFileKind.Kustomization, RepositoryPath.Child(folder, name), folder, entry, depth);
            return true;
        }

        return false;
    }

    /// <summary>A chart is its whole folder, what its links lead to, and the charts that it depends on by a path.</summary>
    public void OpenChart(string folder, GitTree tree, int depth)
    {
        walk.Add(folder);
        foreach (var name in new[] { HelmChart.FileName, HelmChart.RequirementsName })
        {
            if (tree.Entries.TryGetValue(name, out var entry) && entry.Kind == EntryKind.File)
                Wait(PathFileKind.Chart, RepositoryPath.Child(folder, name), folder, entry, depth);
        }

        FollowLinks(folder, tree, depth, isDeep: true, _ => true);
    }

    /// <summary>Goes to what the links of a folder lead to.</summary>
    public void FollowLinks(string folder, GitTree tree, int depth, bool isDeep, Func<string, bool> counts)
    {
        foreach (var (name, entry) in tree.Entries)
        {
            var path = RepositoryPath.Child(folder, name);
            if (entry.Kind == EntryKind.Link && counts(path)) TryLink(path, ReferenceKind.File, depth);
            if (entry.Kind != EntryKind.Folder || !isDeep) continue;
            if (depth < PathLimits.Depth) FollowLinks(path, files.Open(entry), depth + 1, isDeep, counts);
            else DoubtDepth(path);
        }
    }

    public void DoubtDepth(string path) =>
        walk.Doubt($"Folders are looked at {PathLimits.Depth} levels deep, which ends at {PathWalk.Quote(path)}.");

    public void Wait(
        PathFileKind kind, string path, string folder, TreeEntry entry, int depth, ReferenceKind target = ReferenceKind.Resource, string rest = "")
    {
        if (walk.AddRead(path)) next.Add(new PathFile(walk, kind, path, folder, entry.Id, depth, target, rest));
    }

    private void Go(string path, string folder, ReferenceKind kind, int depth, string from)
    {
        if (TryLink(path, kind, depth)) return;
        var entry = path.Length == 0 ? new TreeEntry(EntryKind.Folder, "") : files.Find(walk.Root, path);
        if (kind == ReferenceKind.Source && entry is not { Kind: EntryKind.Folder }) MissSource(path);
        else if (entry is null) Miss(path, kind, from);
        else if (entry.Value.Kind == EntryKind.Folder) Open(path, path.Length == 0 ? walk.Root : files.Open(entry.Value), kind, depth);
        else AddFile(path, folder, entry.Value, kind, depth);
    }

    private void Open(string path, GitTree tree, ReferenceKind kind, int depth)
    {
        if (kind == ReferenceKind.Source) new SourceFolder(this, files, walk).Open(path, tree, depth);
        else if (kind is ReferenceKind.Chart or ReferenceKind.OptionalChart) OpenChart(path, tree, depth);
        else if (kind == ReferenceKind.File || !TryKustomization(path, tree, depth)) walk.Add(path);
    }

    private void Miss(string path, ReferenceKind kind, string from)
    {
        if (kind == ReferenceKind.OptionalChart) return;
        walk.Add(path);
        if (kind != ReferenceKind.OptionalResource) walk.Note($"{PathWalk.Quote(from)} refers to {PathWalk.Quote(path)}, which is not there.");
    }

    private void MissSource(string folder)
    {
        walk.Add(walk.Request.IsPartial ? "" : folder);
        var consequence = walk.Request.IsPartial ? ", so all of it counts" : "";
        walk.Note($"The repository has no folder {PathWalk.Quote(folder)} at this revision{consequence}.");
    }

    private void AddFile(string path, string folder, TreeEntry entry, ReferenceKind kind, int depth)
    {
        if (kind == ReferenceKind.Plugin && entry.Kind == EntryKind.File) Wait(PathFileKind.Plugin, path, folder, entry, depth);
        else walk.Add(path);
        if (entry.Kind == EntryKind.Submodule) walk.Note($"{PathWalk.Quote(path)} is a submodule, whose own commits are not seen.");
    }

    /// <summary>Goes on behind the first symbolic link of the path; false when there is none.</summary>
    private bool TryLink(string path, ReferenceKind kind, int depth)
    {
        var (tree, start) = (walk.Root, 0);
        while (true)
        {
            var slash = path.IndexOf('/', start);
            if (!tree.Entries.TryGetValue(slash < 0 ? path[start..] : path[start..slash], out var entry)) return false;
            if (entry.Kind == EntryKind.Link)
            {
                var (link, rest) = slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
                Wait(PathFileKind.Link, link, RepositoryPath.Parent(link), entry, depth, kind, rest);
                return true;
            }

            if (slash < 0 || entry.Kind != EntryKind.Folder) return false;
            (tree, start) = (files.Open(entry), slash + 1);
        }
    }
}
