namespace GrafanaGitOps.Service.Sources.Git;

/// <summary>Finds one of many repositories by any form of its URL; nothing is guessed where several could be meant.</summary>
internal sealed class RepositoryLookup<T>
    where T : class
{
    private readonly Dictionary<string, T> _exact = new(StringComparer.Ordinal);
    private readonly ILookup<string, T> _loose;

    /// <param name="repositories">Those that can be found; of several with one URL the first.</param>
    /// <param name="url">The URL of each, in any form.</param>
    public RepositoryLookup(IEnumerable<T> repositories, Func<T, string> url)
    {
        var addressed = repositories.Select(repository => (Repository: repository, Address: RepositoryAddress.Parse(url(repository))!))
            .Where(pair => pair.Address is not null).ToList();
        foreach (var (repository, address) in addressed) _exact.TryAdd(address.Exact, repository);
        _loose = addressed.ToLookup(pair => pair.Address.Loose, pair => pair.Repository);
    }

    /// <summary>The repository with this URL; null when none has it, or when several could be meant.</summary>
    public T? Find(string? url)
    {
        if (RepositoryAddress.Parse(url) is not { } address) return null;
        if (_exact.TryGetValue(address.Exact, out var exact)) return exact;
        return _loose[address.Loose].Take(2).ToList() is [var only] ? only : null;
    }
}
