using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Git;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;

namespace GrafanaGitOps.Service.Tests.Sources.Git;

/// <summary>A git source with a real store in a folder of its own; fails the test when an error was logged.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private Workbench(GitOptions options) => Options = options;

    public GitOptions Options { get; }

    public TestLogs Logs { get; } = new();

    public string DataDirectory => _folder.File("data");

    public Store Store { get; private set; } = null!;

    public GitSource Source { get; private set; } = null!;

    public static async Task<Workbench> CreateAsync(GitOptions? options = null, StorageOptions? storage = null)
    {
        var bench = new Workbench(options ?? new GitOptions());
        bench.Store = await Store.OpenAsync(storage ?? new StorageOptions { Sqlite = bench.File("store.db") }, bench.Logs, TestContext.Current.CancellationToken);
        bench.Restart();
        return bench;
    }

    public string File(params string[] parts) => _folder.File(parts);

    public WorkRepository NewRepository(string name = "origin", params string[] initArguments) => new(File(name), initArguments);

    /// <summary>A source that remembers nothing but what is on disk.</summary>
    public void Restart()
    {
        Source?.Dispose();
        Source = new GitSource(Options, DataDirectory, Store, TimeProvider.System, Logs);
    }

    public Task<RepositoryState> CollectAsync(RepositoryOptions repository) => Source.CollectAsync(repository, TestContext.Current.CancellationToken);

    public async Task<List<CommitRow>> ReadAsync(CommitFilter? filter = null)
    {
        var rows = new List<CommitRow>();
        await foreach (var row in Store.Commits.ReadAsync(filter ?? new CommitFilter { Limit = 1_000_000 }, TestContext.Current.CancellationToken)) rows.Add(row);
        return rows;
    }

    /// <summary>Subject, branches and a mark when vanished of each commit, newest first.</summary>
    public async Task<string[]> SummarizeAsync() =>
        [.. (await ReadAsync()).Select(row => $"{row.Subject} [{string.Join(' ', row.Branches)}]{(row.Vanished is null ? "" : " vanished")}")];

    public async ValueTask DisposeAsync()
    {
        Source.Dispose();
        await Store.DisposeAsync();
        Logs.Dispose();
        _folder.Dispose();
    }
}
