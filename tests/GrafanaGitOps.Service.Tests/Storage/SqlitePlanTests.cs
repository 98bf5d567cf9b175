using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Commits;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Tests.Storage;

/// <summary>The plans that SQLite, which keeps no statistics here, chooses for the main questions.</summary>
public sealed class SqlitePlanTests : SqliteStoreTest
{
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

    [Theory]
    [MemberData(nameof(Filters), DisableDiscoveryEnumeration = true)]
    public async Task Walk_by_time_follows_an_index_and_sorts_nothing(string index, CommitFilter filter)
    {
        var plan = await PlanAsync(new CommitQuery(Store.Database.Dialect, filter), null);

        plan.Should().Contain($"USING INDEX {index}");
        plan.Should().NotContain("FOR ORDER BY");
        plan.Should().NotMatchRegex("SCAN (cp|cb|p|paths|people|co_authors)\\b");
    }

    [Theory]
    [MemberData(nameof(Selective), DisableDiscoveryEnumeration = true)]
    public async Task Few_candidates_come_from_their_own_index(string index, CommitFilter filter)
    {
        var plan = await PlanAsync(new CommitQuery(Store.Database.Dialect, filter), 0);

        plan.Should().Contain(index);
        plan.Should().Contain("SEARCH c USING INTEGER PRIMARY KEY");
        plan.Should().NotMatchRegex("SCAN (c|cp|cb|p|paths|people|co_authors)\\b");
    }

    public static TheoryData<string, CommitFilter> Selective => new()
    {
        { "commit_paths_by_path (path_id=?)", new CommitFilter { Paths = ["apps/web"] } },
        { "commits_by_author (author_id=?)", new CommitFilter { Authors = ["Ada"] } },
        { "commit_branches_by_branch (branch_id=?)", new CommitFilter { Branches = ["main"] } },
    };

    public static TheoryData<string, SyncEventFilter, long[]?, bool> SyncEvents => new()
    {
        { "e USING INDEX sync_events_by_time (started_at>? AND started_at<?)", Month, null, false },
        { "e USING INDEX sync_events_by_time (started_at>? AND started_at<?)", Month with { Kinds = [SyncKind.Rollback] }, [1, 2], false },
        { "e USING INDEX sync_events_by_phase (phase=? AND started_at>? AND started_at<?)", Month with { Phases = [SyncPhase.Error] }, [1, 2], false },
        { "e USING COVERING INDEX sync_events_by_phase (phase=? AND started_at>? AND started_at<?)", Month with { Phases = [SyncPhase.Error, SyncPhase.Failed] }, [1, 2], false },
        { "e USING INDEX deployments_by_time (started_at>? AND started_at<?)", Month with { Scope = SyncEventScope.Deployments }, [1, 2], false },
        { "e USING COVERING INDEX sync_events_by_application (application_id=? AND started_at>? AND started_at<?)", Month, [1, 2], true },
        { "e USING COVERING INDEX sync_events_by_application (application_id=? AND started_at>? AND started_at<?)", Month with { Phases = [SyncPhase.Error] }, [1, 2], true },
        { "e USING INDEX deployments_by_application (application_id=? AND started_at>? AND started_at<?)", Month with { Scope = SyncEventScope.Deployments }, [1, 2], true },
    };

    private static SyncEventFilter Month => new() { From = Commits.Epoch, To = Commits.Epoch.AddDays(30) };

    [Theory]
    [MemberData(nameof(SyncEvents), DisableDiscoveryEnumeration = true)]
    public async Task Sync_events_come_from_the_index_of_their_filter(string index, SyncEventFilter filter, long[]? applications, bool byApplication)
    {
        var query = new SyncEventQuery(Store.Database.Dialect, filter, applications);

        var plan = await PlanAsync(query.Sql(byApplication), query.Parameters);

        plan.Should().Contain(index);
        plan.Should().NotMatchRegex("SCAN (e|a|s|i|r|d)\\b");
        if (!byApplication && filter.Phases.Count < 2) plan.Should().NotContain("FOR ORDER BY");
    }

    [Fact]
    public async Task Timelines_and_deployments_are_found_by_keys()
    {
        var timelines = new TimelineQuery(Store.Database.Dialect, Timelines);
        timelines.Parameters.Add("ids", Store.Database.Dialect.Ids([1, 2]));
        var changes = await PlanAsync(timelines.ChangesSql, timelines.Parameters);
        changes.Should().Contain("SEARCH c USING PRIMARY KEY (application_id=? AND dimension=? AND changed_at>? AND changed_at<?)");
        changes.Should().NotMatchRegex("SCAN (b|n|c)\\b");

        var ids = new { events = Store.Database.Dialect.Ids([1]), ids = Store.Database.Dialect.Ids([1]) };
        (await PlanAsync(CommitRolloutReader.DeployedSql(Store.Database.Dialect), ids)).Should().Contain(
            "SEARCH dc USING COVERING INDEX deployment_commits_by_commit");
        foreach (var sql in new[] { DeploymentCommitsReader.Sql(Store.Database.Dialect), CommitRolloutReader.DeployedSql(Store.Database.Dialect), CommitRolloutReader.PendingSql(Store.Database.Dialect) })
            (await PlanAsync(sql, ids)).Should().NotMatchRegex("SCAN (dc|c|p|r|e|pc)\\b");
    }

    private static TimelineFilter Timelines => new() { From = Commits.Epoch, To = Commits.Epoch.AddDays(30) };

    private Task<string> PlanAsync(CommitQuery query, int? candidates) => PlanAsync(query.Sql(candidates), query.Parameters);
}
