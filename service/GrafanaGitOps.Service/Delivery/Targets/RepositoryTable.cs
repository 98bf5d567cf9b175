using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Delivery.Targets;

/// <summary>The indexed repositories, found by any URL of theirs.</summary>
internal sealed class RepositoryTable
{
    private readonly Dictionary<long, DeliveryRepository> _byRow;
    private readonly Dictionary<string, DeliveryRepository> _exact = new(StringComparer.Ordinal);
    private readonly ILookup<string, DeliveryRepository> _loose;
    private readonly Dictionary<string, DeliveryRepository?> _found = new(StringComparer.Ordinal);

    public RepositoryTable(IReadOnlyList<DeliveryRepository> repositories)
    {
        _byRow = repositories.ToDictionary(repository => repository.Row);
        var addressed = repositories.Select(repository => (Repository: repository, Address: RepositoryAddress.Parse(repository.Url)))
            .Where(pair => pair.Address is not null).ToList();
        foreach (var (repository, address) in addressed) _exact.TryAdd(address!.Exact, repository);
        _loose = addressed.ToLookup(pair => pair.Address!.Loose, pair => pair.Repository);
    }

    public IEnumerable<DeliveryRepository> All => _byRow.Values;

    public DeliveryRepository? Find(long row) => _byRow.GetValueOrDefault(row);

    /// <summary>The repository with this URL; null when none has it, or when several could be meant.</summary>
    public DeliveryRepository? Find(string? url)
    {
        if (url is null) return null;
        if (!_found.TryGetValue(url, out var found)) _found[url] = found = Search(url);
        return found;
    }

    private DeliveryRepository? Search(string url)
    {
        if (RepositoryAddress.Parse(url) is not { } address) return null;
        if (_exact.TryGetValue(address.Exact, out var exact)) return exact;
        return _loose[address.Loose].Take(2).ToList() is [var only] ? only : null;
    }
}
