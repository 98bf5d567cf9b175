using GrafanaGitOps.Service.Storage;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite, which keeps no statistics here, chooses for what the writer of the ledger asks.</summary>
public sealed class LedgerPlanTests : SqliteStoreTest
{
    [Fact]
    public async Task Each_statement_goes_to_its_rows_by_key()
    {
        var sql = Store.Database.Dialect.Ledger;
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
            "TimeDeployedCommits", await PlanAsync(sql.TimeDeployedCommits),
        ];

        Golden.Matches("GrafanaGitOps.Service.Tests/Storage/ledger-plans.golden.txt", string.Join('\n', plans) + "\n");
    }

    private async Task<string> PlanAsync(string sql) =>
        "    " + (await PlanAsync(sql, new { keys = "[]", ids = "[]" })).Replace("\n", "\n    ", StringComparison.Ordinal);
}
