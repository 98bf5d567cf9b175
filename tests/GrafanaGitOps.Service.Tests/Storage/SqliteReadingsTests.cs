using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Past;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Statements that nobody ends hold memory outside of what .NET sees, until the garbage collector finds them, on a thread of its own.</summary>
public sealed class SqliteReadingsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-statements-");
    private readonly TestLogs _logs = new();
    private Store _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _store = await Store.OpenAsync(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Fact]
    public async Task Readings_leave_no_statement_behind()
    {
        var repository = await _store.UpsertRepositoryAsync(new RepositoryState { Name = "shop", Url = "https://example.org/shop.git" }, Cancellation);
        await _store.AppendCommitsAsync(repository, [.. Commits.Numbers(1, 30)], Cancellation);
        await _store.MoveBranchesAsync(repository, [Commits.Created("main", 30, [.. Enumerable.Range(1, 30)])], Cancellation);
        var all = new ApplicationFilter { IncludeDeleted = true };
        await FollowStatementsAsync();

        foreach (var (name, read) in new Dictionary<string, Func<Task>>
        {
            ["commits"] = () => _store.ReadCommitsAsync(new CommitFilter { Authors = ["Ada"] }, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["commits, ended early"] = () => _store.ReadCommitsAsync(new CommitFilter(), Cancellation).FirstAsync(Cancellation).AsTask(),
            ["reaches"] = () => _store.ReadCommitReachesAsync([1, 2], Cancellation),
            ["graph"] = () => _store.ReadGraphAsync(repository, 0, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["touches"] = () => _store.ReadTouchesAsync(repository, [], Cancellation).ToListAsync(Cancellation).AsTask(),
            ["paths"] = () => _store.ReadPathsAsync(repository, "", Cancellation).ToListAsync(Cancellation).AsTask(),
            ["statuses"] = () => _store.ReadStatusesAsync(all, Cancellation),
            ["applications"] = () => _store.FindApplicationsAsync(all, Cancellation),
            ["pending commits"] = () => _store.ReadPendingCommitsAsync(all, null, 10, Cancellation),
            ["deployments"] = () => _store.ReadDeploymentsAsync(new SyncEventFilter(), Cancellation).ToListAsync(Cancellation).AsTask(),
            ["timelines"] = () => _store.ReadTimelinesAsync(new TimelineFilter { To = Commits.Epoch }, Cancellation),
            ["topology"] = () => _store.ReadTopologyAsync(all, 10, Cancellation),
            ["delivery"] = () => _store.ReadDeliveryInputAsync(-1, Cancellation),
            ["repositories"] = () => _store.ReadRepositoriesAsync(Cancellation),
        })
        {
            await read();
            Assert.Equal((name, ""), (name, await LeftAsync()));
        }
    }

    private async Task FollowStatementsAsync()
    {
        await using var lease = await _store.Dialect.OpenReaderAsync(Cancellation);
        ((SqliteConnection)lease.Connection).Handle!.enable_sqlite3_next_stmt(true);
    }

    /// <summary>The statement that is open on the connection which the last reading gave back.</summary>
    private async Task<string> LeftAsync()
    {
        await using var lease = await _store.Dialect.OpenReaderAsync(Cancellation);
        var left = raw.sqlite3_next_stmt(((SqliteConnection)lease.Connection).Handle, null);
        return left is null || left.IsInvalid ? "" : raw.sqlite3_sql(left).utf8_to_string();
    }
}
