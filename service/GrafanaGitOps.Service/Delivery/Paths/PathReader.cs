using System.Text;
using GrafanaGitOps.Service.Sources.Git;

namespace GrafanaGitOps.Service.Delivery.Paths;

/// <summary>
/// Finds the paths of sources of one repository. Many at a time, level by level: what all of them need next is fetched in one request.
/// </summary>
internal sealed class PathReader(CommitFiles files)
{
    private readonly Dictionary<(string Blob, PathFileKind Kind), ParsedFile> _parsed = [];

    /// <summary>The answers, in the order of the requests. What cannot be read is said in the answer.</summary>
    public async Task<IReadOnlyList<PathAnswer>> ReadAsync(IReadOnlyList<PathRequest> requests, CancellationToken cancellationToken)
    {
        var answers = new PathAnswer?[requests.Count];
        var walks = new PathWalk?[requests.Count];
        var waiting = new List<PathFile>();
        for (var i = 0; i < requests.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (files.FindRoot(requests[i].Commit) is not { } root)
                {
                    answers[i] = PathWalk.Unread(
                        requests[i], $"Commit {requests[i].Commit} is not in the local clone, so kustomizations are not followed.");
                    continue;
                }

                var walk = walks[i] = new PathWalk(requests[i], root);
                new PathSteps(files, walk, waiting).OpenSource();
            }
            catch (GitException exception)
            {
                answers[i] = PathWalk.Unread(requests[i], exception.Message);
            }
        }

        while (waiting.Count > 0) waiting = await ReadLevelAsync(waiting, cancellationToken);
        return [.. answers.Select((answer, i) => answer ?? walks[i]!.Answer())];
    }

    /// <summary>Reads these files; what they lead to.</summary>
    private async Task<List<PathFile>> ReadLevelAsync(List<PathFile> level, CancellationToken cancellationToken)
    {
        var next = new List<PathFile>();
        try
        {
            var contents = await files.ReadBlobsAsync(
                [.. level.Where(file => !_parsed.ContainsKey((file.Blob, file.Kind))).Select(file => file.Blob)], cancellationToken);
            foreach (var file in level) Follow(file, contents, next);
            return next;
        }
        catch (GitException exception)
        {
            foreach (var file in level.Concat(next)) file.Walk.Fail(file.Folder, exception.Message);
            return [];
        }
    }

    private void Follow(PathFile file, IReadOnlyDictionary<string, byte[]> contents, List<PathFile> next)
    {
        var steps = new PathSteps(files, file.Walk, next);
        if (file.Kind == PathFileKind.Link)
        {
            if (contents.GetValueOrDefault(file.Blob) is not { } target) return;
            var path = $"{Encoding.UTF8.GetString(target)}{(file.Rest.Length == 0 ? "" : "/")}{file.Rest}";
            steps.Follow(file.Folder, new FileReference(file.Target, path), file.Depth, file.Path);
            return;
        }

        var parsed = Parse(file, contents);
        if (parsed.Error is not null)
        {
            file.Walk.Add(file.Folder);
            file.Walk.Doubt($"{PathWalk.Quote(file.Path)} cannot be read ({PathWalk.Quote(parsed.Error)}), so its whole folder counts.");
        }

        if (parsed.Doubt is not null) file.Walk.Doubt($"{PathWalk.Quote(file.Path)} {parsed.Doubt}, so more files may count.");
        foreach (var reference in parsed.References)
        {
            // There, a path from the root begins with a slash.
            var isFromRoot = file.Kind == PathFileKind.Override && reference.Path.StartsWith('/');
            steps.Follow(isFromRoot ? "" : file.Folder, isFromRoot ? reference with { Path = reference.Path.TrimStart('/') } : reference, file.Depth, file.Path);
        }
    }

    private ParsedFile Parse(PathFile file, IReadOnlyDictionary<string, byte[]> contents)
    {
        if (_parsed.TryGetValue((file.Blob, file.Kind), out var known)) return known;
        if (_parsed.Count >= PathLimits.KeptFiles) _parsed.Clear();
        return _parsed[(file.Blob, file.Kind)] = ParsedFile.Of(file.Kind, contents.GetValueOrDefault(file.Blob));
    }
}
