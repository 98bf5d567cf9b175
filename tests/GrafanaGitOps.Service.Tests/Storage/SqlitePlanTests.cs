using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite, which keeps no statistics here, chooses for the main questions.</summary>
public sealed class SqlitePlanTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-plans-");
    private readonly TestLogs _logs = new();
    private Store _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, CommitFilter> Filters => new()
    {
        { "commits_by_time", new CommitFilter() },
        { "commits_by_time", new CommitFilter { From = Commits.Epoch, To = Commits.Epoch } },
        { "commits_by_repository", new CommitFilter { Repositories = ["shop"], From = Commits.Epoch } },
        { "commits_by_time", new CommitFilter { Repositories = ["shop", "other"] } },
        { "commits_by_repository", new CommitFilter { Repositories = ["shop"], Branches = ["main"], IncludeVanished = false } },
        { "commits_by_time", new CommitFilter { Authors = ["Ada"] } },
        { "commits_by_time", new CommitFilter { Types = ["fix"], Scopes = ["web"] } },
        { "commits_by_time", new CommitFilter { Paths = ["apps/web"], Search = "text" } },
    };

    public async ValueTask InitializeAsync() =>
        _store = await Store.OpenAsync(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task Walk_by_time_follows_an_index_and_sorts_nothing(string index, CommitFilter filter)
    {
        var plan = await PlanAsync(new CommitQuery(_store.Dialect, filter), null);

        Assert.Contains($"USING INDEX {index}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("FOR ORDER BY", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("SCAN (cp|cb|p|paths|people|co_authors)\\b", plan);
    }

    [Theory]
    [MemberData(nameof(Selective), DisableDiscoveryEnumeration = true)]
    public async Task Few_candidates_come_from_their_own_index(string index, CommitFilter filter)
    {
        var plan = await PlanAsync(new CommitQuery(_store.Dialect, filter), 0);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.Contains("SEARCH c USING INTEGER PRIMARY KEY", plan, StringComparison.Ordinal);
        Assert.DoesNotMatch("SCAN (c|cp|cb|p|paths|people|co_authors)\\b", plan);
    }

    public static TheoryData<string, CommitFilter> Selective => new()
    {
        { "commit_paths_by_path (path_id=?)", new CommitFilter { Paths = ["apps/web"] } },
        { "commits_by_author (author_id=?)", new CommitFilter { Authors = ["Ada"] } },
        { "commit_branches_by_branch (branch_id=?)", new CommitFilter { Branches = ["main"] } },
    };

    private async Task<string> PlanAsync(CommitQuery query, int? candidates)
    {
        await using var lease = await _store.Dialect.OpenReaderAsync(Cancellation);
        var steps = await lease.Connection.QueryAsync("EXPLAIN QUERY PLAN " + query.Sql(candidates), query.Parameters);
        return string.Join('\n', steps.Select(step => (string)step.detail));
    }
}
