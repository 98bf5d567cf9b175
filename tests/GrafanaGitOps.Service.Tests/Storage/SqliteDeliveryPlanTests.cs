using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite chooses for what Delivery asks again and again, on tables that may hold millions of rows.</summary>
public sealed class SqliteDeliveryPlanTests : SqliteStoreTest
{
    [Fact]
    public async Task Deployments_to_look_at_come_from_an_index_of_their_own()
    {
        var unexplained = await PlanAsync(DeliveryReader.Unexplained);
        unexplained.Should().Contain("USING INDEX deployments_to_explain");
        unexplained.Should().NotContain("FOR ORDER BY");
        var waiting = await PlanAsync(DeliveryReader.Waiting);
        waiting.Should().Contain("USING INDEX deployments_that_wait");
        new[] { unexplained, waiting }.Should().AllSatisfy(plan => plan.Should().Contain("SEARCH p USING"));
    }

    [Fact]
    public async Task Touches_of_few_commits_and_of_few_paths_scan_nothing()
    {
        var ofCommits = await PlanAsync(TouchQueries.OfCommits(Store.Database.Dialect));
        var ofPaths = await PlanAsync(TouchQueries.OfPaths(Store.Database.Dialect, isAny: false));

        new[] { ofCommits, ofPaths }.Should().AllSatisfy(plan => plan.Should().NotMatchRegex("SCAN (cp|paths|commit_paths)\\b"));
        ofPaths.Should().Contain("commit_paths_by_path");
    }

    private Task<string> PlanAsync(string sql) => PlanAsync(sql, new { commits = "[1]", paths = "[\"a\"]", repositoryId = 1L, limit = 10L });
}
