using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>An empty SQLite store for each test of a class that looks at how SQLite goes about its work.</summary>
public abstract class SqliteStoreTest : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-sqlite-");
    private readonly TestLogs _logs = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected Store Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Store = await Store.OpenAsync(new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db") }, _logs, Cancellation);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    /// <summary>The steps of the plan that SQLite, which keeps no statistics here, chooses: one a line.</summary>
    private protected async Task<string> PlanAsync(string sql, object? parameters)
    {
        await using var lease = await Store.Database.Engine.OpenReaderAsync(Cancellation);
        var steps = await lease.Connection.QueryAsync("EXPLAIN QUERY PLAN " + sql, parameters);
        return string.Join('\n', steps.Select(step => (string)step.detail));
    }
}
