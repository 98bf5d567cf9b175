using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Past;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Statements that nobody ends hold memory outside of what .NET sees, until the garbage collector finds them, on a thread of its own.</summary>
public sealed class SqliteReadingsTests : SqliteStoreTest
{
    [Fact]
    public async Task Readings_leave_no_statement_behind()
    {
        var repository = await Store.UpsertRepositoryAsync(new RepositoryState { Name = "shop", Url = "https://example.org/shop.git" }, Cancellation);
        await Store.AppendCommitsAsync(repository, [.. Commits.Numbers(1, 30)], Cancellation);
        await Store.MoveBranchesAsync(repository, [Commits.Created("main", 30, [.. Enumerable.Range(1, 30)])], Cancellation);
        var all = new ApplicationFilter { IncludeDeleted = true };
        await FollowStatementsAsync();

        foreach (var (name, read) in new Dictionary<string, Func<Task>>
        {
            ["commits"] = () => Store.ReadCommitsAsync(new CommitFilter { Authors = ["Ada"] }, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["commits, ended early"] = () => Store.ReadCommitsAsync(new CommitFilter(), Cancellation).FirstAsync(Cancellation).AsTask(),
            ["reaches"] = () => Store.ReadCommitReachesAsync([1, 2], Cancellation),
            ["graph"] = () => Store.ReadGraphAsync(repository, 0, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["touches"] = () => Store.ReadTouchesAsync(repository, [], Cancellation).ToListAsync(Cancellation).AsTask(),
            ["paths"] = () => Store.ReadPathsAsync(repository, "", Cancellation).ToListAsync(Cancellation).AsTask(),
            ["statuses"] = () => Store.ReadStatusesAsync(all, Cancellation),
            ["applications"] = () => Store.FindApplicationsAsync(all, Cancellation),
            ["pending commits"] = () => Store.ReadPendingCommitsAsync(all, null, 10, Cancellation),
            ["deployments"] = () => Store.ReadDeploymentsAsync(new SyncEventFilter(), Cancellation).ToListAsync(Cancellation).AsTask(),
            ["timelines"] = () => Store.ReadTimelinesAsync(new TimelineFilter { To = Commits.Epoch }, Cancellation),
            ["topology"] = () => Store.ReadTopologyAsync(all, 10, Cancellation),
            ["delivery"] = () => Store.ReadDeliveryInputAsync(-1, Cancellation),
            ["repositories"] = () => Store.ReadRepositoriesAsync(Cancellation),
        })
        {
            await read();
            Assert.Equal((name, ""), (name, await LeftAsync()));
        }
    }

    private async Task FollowStatementsAsync()
    {
        await using var lease = await Store.Dialect.OpenReaderAsync(Cancellation);
        ((SqliteConnection)lease.Connection).Handle!.enable_sqlite3_next_stmt(true);
    }

    /// <summary>The statement that is open on the connection which the last reading gave back.</summary>
    private async Task<string> LeftAsync()
    {
        await using var lease = await Store.Dialect.OpenReaderAsync(Cancellation);
        var left = raw.sqlite3_next_stmt(((SqliteConnection)lease.Connection).Handle, null);
        return left is null || left.IsInvalid ? "" : raw.sqlite3_sql(left).utf8_to_string();
    }
}
