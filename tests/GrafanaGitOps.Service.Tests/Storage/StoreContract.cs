using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>What the store promises on either database. Each file of this class holds one behaviour; a subclass names the database.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private readonly TestLogs _logs = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Store Store { get; set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (Store is not null) await Store.DisposeAsync();
        await DropAsync();
        _logs.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The test's own empty database; the same one each time.</summary>
    protected abstract Task<StorageOptions> CreateAsync();

    /// <summary>A further empty database, and how to drop it.</summary>
    protected abstract Task<(StorageOptions Options, Func<Task> Drop)> CreateAnotherAsync();

    protected abstract ValueTask DropAsync();

    private async Task<Store> OpenAsync() => await Store.OpenAsync(await CreateAsync(), _logs, Cancellation);

    private Task<long> AddRepositoryAsync(string name = "shop") =>
        Store.Repositories.UpsertAsync(new RepositoryState { Name = name, Url = $"https://example.org/{name}.git" }, Cancellation);

    /// <summary>Stores the commits and a branch <c>main</c> that reaches all of them.</summary>
    private async Task<long> AddAsync(params Commit[] commits)
    {
        var repository = await AddRepositoryAsync();
        await AddToAsync(repository, "main", commits);
        return repository;
    }

    /// <summary>Stores the commits and a new branch that reaches all of them.</summary>
    private async Task AddToAsync(long repository, string branch, params Commit[] commits)
    {
        await Store.Commits.AppendAsync(repository, commits, Cancellation);
        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created(branch, 1) with { NewHead = commits[^1].Sha, Gained = [.. commits.Select(c => c.Sha)] }], Cancellation);
    }

    private async Task<List<CommitRow>> ReadAsync(CommitFilter? filter = null) =>
        await Store.Commits.ReadAsync(filter ?? new CommitFilter(), Cancellation).ToListAsync(Cancellation);

    private async Task<IEnumerable<string>> SubjectsAsync(CommitFilter filter) => (await ReadAsync(filter)).Select(row => row.Subject);
}
