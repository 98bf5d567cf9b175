using Dapper;
using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite, which keeps no statistics here, chooses for what the writer of the ledger asks.</summary>
public sealed class LedgerPlanTests : IAsyncLifetime
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
    public async Task Each_statement_goes_to_its_rows_by_key()
    {
        var sql = _store.Dialect.Ledger;
        string[] plans =
        [
            "Applications", await PlanAsync(sql.Applications),
            "Sources", await PlanAsync(sql.Sources),
            "StatesBeforeLast", await PlanAsync(sql.StatesBeforeLast),
            "Events", await PlanAsync(sql.Events),
            "EventsBefore", await PlanAsync(sql.EventsBefore),
            "CountingEvents", await PlanAsync(sql.CountingEvents),
            "NameDeployments", await PlanAsync(sql.NameDeployments),
            "ForgetDelivery", await PlanAsync(sql.ForgetDelivery),
            "RemoveDeployedCommits", await PlanAsync(sql.RemoveDeployedCommits),
        ];

        Golden.Matches("GrafanaGitOps.Service.Tests/Storage/ledger-plans.golden.txt", string.Join('\n', plans) + "\n");
    }

    private async Task<string> PlanAsync(string sql)
    {
        await using var lease = await _store.Dialect.OpenReaderAsync(Cancellation);
        var steps = await lease.Connection.QueryAsync("EXPLAIN QUERY PLAN " + sql, new { keys = "[]", ids = "[]" });
        return string.Join('\n', steps.Select(step => "    " + (string)step.detail));
    }
}
