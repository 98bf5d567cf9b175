using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Syncs;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private const double Day = 24 * 60;

    private static readonly string[] TablesOfApplications =
    [
        "sync_events", "state_changes", "application_sources", "application_resources", "application_delivery", "application_paths",
        "pending_commits",
    ];

    [Fact]
    public async Task Forgetting_keeps_the_last_deployment_what_runs_and_what_is_newer()
    {
        var running = Sync(-550 * Day, "3.0.0") with { Phase = SyncPhase.Running, Finished = null };
        var failed = Sync(-570 * Day, "3.0.0") with { Phase = SyncPhase.Failed };
        await RecordAsync(Look(-540 * Day).With(
            Sync(-600 * Day, "1.0.0"), Sync(-590 * Day, "2.0.0"), Sync(-580 * Day, "2.0.0"), failed, running));
        await RecordAsync(Look(0).With(running, Sync(-1 * Day, "4.0.0") with { Phase = SyncPhase.Failed }));
        await ExecuteAsync("INSERT INTO deployment_commits SELECT id, 1, 0, 0, application_id, started_at FROM sync_events");
        var version = await Store.Database.GetVersionAsync(Cancellation);

        var forgotten = await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation);

        forgotten.Should().Be(new ForgottenRows(3, 0, 0));
        (await SyncsAsync()).Select(sync => sync.Revision).Should().Equal("2.0.0", "3.0.0", "4.0.0");
        (await SyncsAsync())[0].Previous.Should().Be("1.0.0");
        (await QueryAsync<long>("SELECT count(*) FROM deployment_commits")).Should().Be(3);
        (await Store.Syncs.CountAsync(Cancellation)).Should().Be(3);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().BeGreaterThan(version);

        version = await Store.Database.GetVersionAsync(Cancellation);
        (await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation)).Should().Be(new ForgottenRows(0, 0, 0));
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
    }

    [Fact]
    public async Task Forgetting_keeps_the_state_that_held_at_the_moment()
    {
        await RecordAsync(
            Look(-500 * Day), Look(-450 * Day).With(Broken), Look(-400 * Day).With(state => state with { Health = HealthStatus.Progressing }),
            Look(-300 * Day));

        (await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation)).Should().Be(new ForgottenRows(0, 4, 0));

        (await StatesAsync(0)).Select(state => (state.State, state.At)).Should().Equal((Synced, -400 * Day));
        (await StatesAsync(1)).Select(state => (state.State, state.At)).Should().Equal((Progressing, -400 * Day), (Healthy, -300 * Day));
    }

    [Fact]
    public async Task Forgetting_removes_applications_that_were_deleted_before_with_all_that_is_left_of_them()
    {
        var full = FullLook.Change with { Application = Id("old"), Moment = Moment.Exactly(At(-500 * Day)) };
        await RecordAsync(full, Look(-500 * Day, "young"), Look(-500 * Day, "alive"));
        var old = await QueryAsync<long>("SELECT id FROM applications WHERE name = 'old'");
        await ExecuteAsync($"INSERT INTO application_paths (application_id, repository_id, path) VALUES ({old}, 1, '')");
        await ExecuteAsync($"INSERT INTO pending_commits (application_id, commit_id, merged_at) VALUES ({old}, 1, 0)");
        await ExecuteAsync(
            $"INSERT INTO application_delivery (application_id, evaluated_at, made_of, status, paths_status) VALUES ({old}, 0, '', 0, 0)");
        await ExecuteAsync("INSERT INTO deployment_commits SELECT id, 1, 0, 0, application_id, started_at FROM sync_events");
        await RecordAsync(Deletion(-400 * Day, "old"), Deletion(-300 * Day, "young"));

        // FullLook's syncs are of the day of Noon, long after the deletion: one that is newer than the moment keeps its application.
        (await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation)).Applications.Should().Be(0);
        await ExecuteAsync($"UPDATE sync_events SET started_at = {At(-450 * Day).ToUnixTimeMilliseconds()} WHERE application_id = {old}");
        (await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation)).Applications.Should().Be(1);

        (await QueryAllAsync<string>("SELECT name FROM applications ORDER BY name")).Should().Equal("alive", "young");
        foreach (var table in TablesOfApplications)
            (table, await QueryAsync<long>($"SELECT count(*) FROM {table} WHERE application_id = {old}")).Should().Be((table, 0));
        (await QueryAsync<long>("SELECT count(*) FROM deployment_commits")).Should().Be(0);
        (await Store.Syncs.CountAsync(Cancellation)).Should().Be(0);
    }

    [Fact]
    public async Task What_was_forgotten_does_not_come_back_from_the_operators_memory()
    {
        SyncAttempt[] remembered =
        [
            Sync(-600 * Day, "1.0.0"), Sync(-590 * Day, "2.0.0"), Sync(-580 * Day, "2.0.0") with { Kind = SyncKind.SelfHeal },
            Sync(-570 * Day, "3.0.0") with { Phase = SyncPhase.Failed },
        ];
        await RecordAsync(Look(-560 * Day, "known").With(remembered));
        await Store.Syncs.ForgetAsync(At(-365 * Day), Cancellation);
        (await SyncsAsync()).Select(sync => sync.Revision).Should().Equal("2.0.0");

        (await RecordAsync(Look(0, "known").With(remembered))).Attempts.Should().Be(0);

        // Of one that is seen first, the newest tells what is deployed.
        (await RecordAsync(Look(0, "new").With(remembered), Look(1, "new").With(remembered))).Attempts.Should().Be(1);
        (await RecordAsync(Look(2, "new").With(remembered))).Attempts.Should().Be(0);
        (await QueryAllAsync<(string Name, long Start)>(
            "SELECT a.name, e.started_at FROM applications a JOIN sync_events e ON e.id = a.deployment_id ORDER BY e.started_at"))
            .Select(row => $"{row.Name} {Minute(row.Start) / Day}").Should().Equal("known -590", "new -580");
    }

    [Fact]
    public async Task Counts_are_of_what_is_there()
    {
        var elsewhere = Look(0, "c") with { Application = Id("c") with { Cluster = "edge", Operator = "flux" } };
        await RecordAsync(Look(0, "a").With(Sync(0, "1.0.0"), Sync(1, "1.0.1")), Look(0, "b"), elsewhere);
        await RecordAsync(Deletion(1, "b"), Look(1, "a").With(Sync(1, "1.0.1"), Sync(2, "1.0.2")));

        (await Store.Applications.CountAsync(Cancellation))
            .Should().Equal(new ApplicationCount("edge", "flux", 1), new ApplicationCount("hub", "argocd", 1));
        (await Store.Syncs.CountAsync(Cancellation), await QueryAsync<long>("SELECT count(*) FROM sync_events")).Should().Be((3, 3));
    }
}
