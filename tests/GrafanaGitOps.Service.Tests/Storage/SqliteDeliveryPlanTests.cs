using Dapper;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite chooses for what Delivery asks again and again, on tables that may hold millions of rows.</summary>
public sealed class SqliteDeliveryPlanTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-plans-");
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
    public async Task Deployments_to_look_at_come_from_an_index_of_their_own()
    {
        var unexplained = await PlanAsync(DeliveryReader.Unexplained);
        Assert.Contains("USING INDEX deployments_to_explain", unexplained, StringComparison.Ordinal);
        Assert.DoesNotContain("FOR ORDER BY", unexplained, StringComparison.Ordinal);
        var waiting = await PlanAsync(DeliveryReader.Waiting);
        Assert.Contains("USING INDEX deployments_that_wait", waiting, StringComparison.Ordinal);
        Assert.All([unexplained, waiting], plan => Assert.Contains("SEARCH p USING", plan, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Touches_of_few_commits_and_of_few_paths_scan_nothing()
    {
        var ofCommits = await PlanAsync(TouchQueries.OfCommits(_store.Dialect));
        var ofPaths = await PlanAsync(TouchQueries.OfPaths(_store.Dialect, isAny: false));

        Assert.All([ofCommits, ofPaths], plan => Assert.DoesNotMatch("SCAN (cp|paths|commit_paths)\\b", plan));
        Assert.Contains("commit_paths_by_path", ofPaths, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(string sql)
    {
        await using var lease = await _store.Dialect.OpenReaderAsync(Cancellation);
        var parameters = new { commits = "[1]", paths = "[\"a\"]", repositoryId = 1L, limit = 10L };
        return string.Join('\n', (await lease.Connection.QueryAsync("EXPLAIN QUERY PLAN " + sql, parameters)).Select(step => (string)step.detail));
    }
}
