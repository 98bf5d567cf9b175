using System.Text.Json;
using GrafanaGitOps.Service.Delivery.Targets;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Sources.Git.Objects;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery;

/// <summary>
/// The commit that people wrote for each one that Argo CD's source hydrator made of it. The application names those of its last rendering;
/// of all others the hydrator's own file in the rendered commit tells, where its branch is indexed.
/// </summary>
internal sealed class DryCommits
{
    private const string FileName = "hydrator.metadata";
    private const int MostKept = 100_000;

    // Null where the commit does not say.
    private readonly Dictionary<string, string?> _dryOf = new(StringComparer.Ordinal);

    /// <summary>The application with what is known of its rendered commits.</summary>
    public DeliveryApplication With(DeliveryApplication application) =>
        application.Hydrator is null ? application : application with { DryCommits = _dryOf };

    /// <summary>Reads what these sources of hydrated applications name and nobody knows yet.</summary>
    public async Task ReadAsync(
        RepositoryMemory memory, RepositoryTable repositories,
        IEnumerable<(DeliveryApplication Application, IReadOnlyList<ApplicationSource> Sources)> used, CancellationToken cancellationToken)
    {
        var asked = from one in used
                    where one.Application.Hydrator is not null && one.Sources.Count > 0
                    let repository = repositories.Find(one.Sources[0].RepoUrl)
                    where repository is not null
                    from sha in new[] { one.Sources[0].Deployed?.Digest, one.Sources[0].Desired?.Digest }
                    where sha is not null && !_dryOf.ContainsKey(sha)
                    group sha by repository;
        foreach (var commits in asked.ToList()) await ReadAsync(memory, commits.Key, [.. commits.Distinct()], cancellationToken);
    }

    private async Task ReadAsync(
        RepositoryMemory memory, DeliveryRepository repository, List<string> commits, CancellationToken cancellationToken)
    {
        await memory.LoadAsync([repository], cancellationToken);
        if (memory.Files(repository) is not { } files) return;
        try
        {
            var blobs = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var commit in commits)
            {
                // A commit that is not here may come.
                if (files.FindRoot(commit) is not { } root) continue;
                if (root.Entries.TryGetValue(FileName, out var entry) && entry.Kind == EntryKind.File) blobs[commit] = entry.Id;
                else Keep(commit, null);
            }

            var contents = await files.ReadBlobsAsync([.. blobs.Values], cancellationToken);
            foreach (var (commit, blob) in blobs) Keep(commit, Parse(contents.GetValueOrDefault(blob)));
        }
        catch (GitException)
        {
            // Without it these commits name none of the dry branch, which the answer says.
        }
    }

    private void Keep(string commit, string? dry)
    {
        if (_dryOf.Count >= MostKept) _dryOf.Clear();
        _dryOf[commit] = dry;
    }

    private static string? Parse(byte[]? content)
    {
        try
        {
            using var document = JsonDocument.Parse(content ?? []);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
            var sha = document.RootElement.EnumerateObject()
                .FirstOrDefault(field => field.Name.Equals("drySha", StringComparison.OrdinalIgnoreCase)).Value;
            return sha.ValueKind == JsonValueKind.String ? RevisionRef.Parse(sha.GetString())?.Digest : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
