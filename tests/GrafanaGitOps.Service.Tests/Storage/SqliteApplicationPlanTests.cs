using Dapper;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Delivery;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans of what queries of the present read: large tables are only searched, never walked.</summary>
public sealed class SqliteApplicationPlanTests : SqliteStoreTest
{
    [Fact]
    public async Task Statuses_of_all_search_everything_but_applications_and_their_sources()
    {
        foreach (var sql in ApplicationReader.Statements(all: true))
        {
            var plan = await PlanAsync(sql, null);
            plan.Should().NotMatchRegex(@"SCAN (s|d|e|l|x|r|c)\b");
            plan.Should().NotContain("AUTOMATIC");
        }
    }

    [Fact]
    public async Task Statuses_that_changed_are_found_by_the_index_of_changes()
    {
        foreach (var sql in ApplicationReader.Statements(all: false))
        {
            var plan = await PlanAsync(sql, new { after = 1L });
            plan.Should().MatchRegex(@"SEARCH a USING (COVERING )?INDEX applications_by_change \(changed_in>\?\)");
            plan.Should().NotContain("SCAN");
        }
    }

    [Fact]
    public async Task Looks_since_a_record_are_found_without_rows() =>
        (await PlanAsync(ApplicationReader.Looks, new { after = 1L })).Should().Contain(
            "SEARCH applications USING COVERING INDEX applications_by_look (looked_in>?)");

    [Fact]
    public async Task Statuses_of_ids_are_found_by_key()
    {
        foreach (var sql in ApplicationReader.StatementsOfIds(Store.Database.Dialect))
        {
            var plan = await PlanAsync(sql, new { ids = Store.Database.Dialect.Ids([1, 2]) });
            plan.Should().Contain("SEARCH a USING INTEGER PRIMARY KEY");
            plan.Should().NotMatchRegex(@"SCAN (a|s|d|e|l|x|r|c)\b");
        }
    }

    [Fact]
    public async Task Commits_that_wait_are_looked_up_for_the_answer_alone()
    {
        var query = new PendingCommitQuery(Store.Database.Dialect, new ApplicationFilter { Environments = ["production"] }, null, 1_000);

        var plan = await PlanAsync(query.Sql, query.Parameters);

        plan.Should().Contain("SEARCH c USING INTEGER PRIMARY KEY");
        plan.Should().NotMatchRegex(@"SCAN (c|p|r)\b");
    }

    [Theory]
    [InlineData("SCAN a USING COVERING INDEX applications_by_name", "environments", "production")]
    [InlineData("SCAN a USING COVERING INDEX applications_by_name", "applications", "argocd/web")]
    [InlineData("SEARCH a USING COVERING INDEX applications_by_name (name=?)", "applications", "web")]
    public async Task Applications_of_a_filter_are_found_without_their_rows(string step, string filter, string value)
    {
        var parameters = new DynamicParameters();
        var conditions = new ApplicationConditions(
            Store.Database.Dialect,
            filter == "environments" ? new ApplicationFilter { Environments = [value] } : new ApplicationFilter { Applications = [value] }, parameters);

        (await PlanAsync(conditions.Ids, parameters)).Should().Contain(step);
    }
}
