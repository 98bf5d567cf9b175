using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>The indexed repositories, found by any URL of theirs.</summary>
internal sealed class RepositoryTable(IReadOnlyList<DeliveryRepository> repositories)
{
    private readonly Dictionary<long, DeliveryRepository> _byRow = repositories.ToDictionary(repository => repository.Row);
    private readonly RepositoryLookup<DeliveryRepository> _byUrl = new(repositories, repository => repository.Url);
    private readonly Dictionary<string, DeliveryRepository?> _found = new(StringComparer.Ordinal);

    public IEnumerable<DeliveryRepository> All => _byRow.Values;

    public DeliveryRepository? Find(long row) => _byRow.GetValueOrDefault(row);

    /// <summary>The repository with this URL; null when none has it, or when several could be meant.</summary>
    public DeliveryRepository? Find(string? url)
    {
        if (url is null) return null;
        // Thousands of applications name a few.
        if (!_found.TryGetValue(url, out var found)) _found[url] = found = _byUrl.Find(url);
        return found;
    }
}
