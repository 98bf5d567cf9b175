using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Storage;
using Microsoft.Data.Sqlite;

namespace GrafanaGitOps.Service.Tests.Queries;

/// <summary>What is asked after the start.</summary>
public sealed class WarmUpTests
{
    [Fact]
    public async Task Every_query_is_asked_and_one_that_fails_hinders_no_other()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("gitops-warm-up-");
        var options = new StorageOptions { Sqlite = Path.Combine(folder.FullName, "gitops.db") };
        using var logs = new TestLogs();
        await using (var stores = StoreAccess.Open(options, retry: false, logs, TimeProvider.System))
        {
            await stores.Opened;
            (await AskAsync(stores)).Should().BeEmpty();

            await using (var connection = new SqliteConnection($"Data Source={options.Sqlite};Pooling=false"))
            {
                await connection.OpenAsync(cancellation);
                await using var drop = connection.CreateCommand();
                drop.CommandText = "DROP TABLE state_changes";
                await drop.ExecuteNonQueryAsync(cancellation);
            }

            (await AskAsync(stores)).Should().Contain("sync_timeline");
            (await AskAsync(stores)).Should().NotContain("repositories");
        }

        folder.Delete(recursive: true);
    }

    /// <summary>The queries that failed.</summary>
    private static async Task<IReadOnlyList<string>> AskAsync(StoreAccess stores)
    {
        using var logs = new TestLogs();
        await using (var warmUp = WarmUp.Start(stores, WebLinks.None, TimeProvider.System, logs)) await warmUp.Completion;
        return [.. QueryTable.All.Select(query => query.Name).Where(name => logs.Lines.Any(line => line.Contains($"{name} could not be asked", StringComparison.Ordinal)))];
    }
}
