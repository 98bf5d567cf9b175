using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Syncs;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>Statements that nobody ends hold memory outside of what .NET sees, until the garbage collector finds them, on a thread of its own.</summary>
public sealed class SqliteReadingsTests : SqliteStoreTest
{
    [Fact]
    public async Task Readings_leave_no_statement_behind()
    {
        var repository = await Store.Repositories.UpsertAsync(new RepositoryState { Name = "shop", Url = "https://example.org/shop.git" }, Cancellation);
        await Store.Commits.AppendAsync(repository, [.. Commits.Numbers(1, 30)], Cancellation);
        await Store.Commits.MoveBranchesAsync(repository, [Commits.Created("main", 30, [.. Enumerable.Range(1, 30)])], Cancellation);
        var all = new ApplicationFilter { IncludeDeleted = true };
        await FollowStatementsAsync();

        foreach (var (name, read) in new Dictionary<string, Func<Task>>
        {
            ["commits"] = () => Store.Commits.ReadAsync(new CommitFilter { Authors = ["Ada"] }, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["commits, ended early"] = () => Store.Commits.ReadAsync(new CommitFilter(), Cancellation).FirstAsync(Cancellation).AsTask(),
            ["reaches"] = () => Store.Commits.ReadRolloutsAsync([1, 2], Cancellation),
            ["graph"] = () => Store.Commits.ReadGraphAsync(repository, 0, Cancellation).ToListAsync(Cancellation).AsTask(),
            ["touches"] = () => Store.Commits.ReadTouchesAsync(repository, [], Cancellation).ToListAsync(Cancellation).AsTask(),
            ["paths"] = () => Store.Commits.ReadPathsAsync(repository, "", Cancellation).ToListAsync(Cancellation).AsTask(),
            ["statuses"] = () => Store.Applications.ReadAsync(all, Cancellation),
            ["applications"] = () => Store.Applications.FindAsync(all, Cancellation),
            ["pending commits"] = () => Store.Delivery.ReadPendingAsync(all, null, 10, Cancellation),
            ["deployments"] = () => Store.Syncs.ReadDeploymentsAsync(new SyncEventFilter(), Cancellation).ToListAsync(Cancellation).AsTask(),
            ["timelines"] = () => Store.Syncs.ReadTimelinesAsync(new TimelineFilter { To = Commits.Epoch }, Cancellation),
            ["topology"] = () => Store.Applications.ReadTopologyAsync(all, 10, Cancellation),
            ["delivery"] = () => Store.Delivery.ReadInputAsync(-1, Cancellation),
            ["repositories"] = () => Store.Repositories.ReadAsync(Cancellation),
        })
        {
            await read();
            (name, await LeftAsync()).Should().Be((name, ""));
        }
    }

    private async Task FollowStatementsAsync()
    {
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        ((SqliteConnection)lease.Connection).Handle!.enable_sqlite3_next_stmt(true);
    }

    /// <summary>The statement that is open on the connection which the last reading gave back.</summary>
    private async Task<string> LeftAsync()
    {
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        var left = raw.sqlite3_next_stmt(((SqliteConnection)lease.Connection).Handle, null);
        return left is null || left.IsInvalid ? "" : raw.sqlite3_sql(left).utf8_to_string();
    }
}
