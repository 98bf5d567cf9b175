using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Sync_is_recorded_once_however_often_it_is_seen()
    {
        var look = Look(5).With(Sync(1, "1.0.0"), Sync(2, "1.1.0"));

        (await RecordAsync(look, look)).Attempts.Should().Be(2);
        (await RecordAsync(Look(6).With(Sync(2, "1.1.0"), Sync(3, "1.2.0")))).Attempts.Should().Be(1);
        (await RecordAsync(look)).Attempts.Should().Be(0);

        (await SyncsAsync()).Select(sync => (sync.Start, sync.Revision, sync.Observed))
            .Should().Equal((1, "1.0.0", 5), (2, "1.1.0", 5), (3, "1.2.0", 6));
    }

    [Fact]
    public async Task Running_sync_gets_its_end_and_keeps_it()
    {
        var running = Sync(1, "1.0.0") with { Phase = SyncPhase.Running, Finished = null, SeenIn = SeenIn.Status, Message = "waiting" };
        var results = FullLook.Change.Observation!.Attempts[1].Resources;
        var ended = Sync(1, "1.0.0") with { SeenIn = SeenIn.Status, Message = "done", Resources = results };
        await RecordAsync(Look(1).With(running));
        (await QueryAsync<(long, long?)>("SELECT deployment, deployment_id FROM sync_events e JOIN applications a ON a.id = e.application_id"))
            .Should().Be((0, null));

        await RecordAsync(Look(2).With(ended));
        await RecordAsync(Look(3).With(Sync(1, "1.0.0") with { HistoryId = 9 }), Look(0).With(running));

        (await QueryAsync<(long, string, long, long, long)>(
            "SELECT phase, message, history_id, deployment, resources_total FROM sync_events")).Should().Be(
            ((long)SyncPhase.Succeeded, "done", 9L, 1L, 5L));
        (await QueryAsync<string>("SELECT results FROM sync_events")).Should().Contain("\"name\":\"web\"");
        (await QueryAsync<long>("SELECT count(*) FROM applications WHERE deployment_id = (SELECT id FROM sync_events)")).Should().Be(1);
    }

    [Fact]
    public async Task Running_sync_that_is_not_told_of_any_more_has_ended_and_nobody_knows_how()
    {
        var first = Sync(1, "1.0.0") with { Phase = SyncPhase.Running, Finished = null, SeenIn = SeenIn.Status, Message = "waiting" };
        var second = Sync(4, "2.0.0") with { Phase = SyncPhase.Running, Finished = null, SeenIn = SeenIn.Status };
        await RecordAsync(Look(2).With(first).With(state => state with { ResourceVersion = "2" }));
        await RecordAsync(Look(5).With(second).With(state => state with { ResourceVersion = "3" }));

        (await QueryAllAsync<(long, long?, long?, long)>(
            "SELECT started_at, finished_not_before, finished_at, phase FROM sync_events ORDER BY started_at")).Should().Equal(
            (Ms(1), Ms(2), Ms(4), (long)SyncPhase.Unknown), (Ms(4), null, null, (long)SyncPhase.Running));

        // What ran when the application was deleted has ended too, and history may tell later how.
        await RecordAsync(Deletion(6));
        (await QueryAllAsync<long?>("SELECT finished_at FROM sync_events ORDER BY started_at")).Should().Equal(Ms(4), Ms(6));
        await RecordAsync(Look(3).With(Sync(1, "1.0.0")));
        (await QueryAllAsync<(long, long, string?)>("SELECT finished_at, phase, message FROM sync_events ORDER BY started_at LIMIT 1"))
            .Should().Equal((Ms(2), (long)SyncPhase.Succeeded, null));

        static long Ms(double minute) => At(minute).ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task What_the_operator_made_of_a_revision_tells_whether_something_else_was_deployed()
    {
        SyncAttempt Made(int minute, string revision, string content) =>
            Sync(minute, revision) with { Sources = [Sync(minute, revision).Sources[0] with { Content = content }] };

        await RecordAsync(Look(60).With(
            Sync(1, "1.0.0"), Made(2, "1.0.0", "a"), Made(3, "2.0.0", "a"), Made(4, "2.0.0", "b"), Sync(5, "2.0.0"), Made(6, "3.0.0", "b")));

        (await SyncsAsync()).Select(sync => (sync.Start, sync.Deployment)).Should().Equal(
            (1, true), (2, false), (3, false), (4, true), (5, false), (6, true));
    }

    [Fact]
    public async Task Attempt_that_is_recorded_under_another_of_its_names_is_the_same()
    {
        var early = Sync(1, "1.0.0") with { Phase = SyncPhase.Failed };
        await RecordAsync(Look(2).With(early), Look(3).With(early with { Key = "uid-1/late", OtherKeys = [early.Key], Message = "why" }));

        (await QueryAsync<string>("SELECT message FROM sync_events")).Should().Be("why");
    }

    [Fact]
    public async Task Repetition_that_a_watch_saw_come_is_dated_by_it_and_by_the_gap_where_nobody_watched()
    {
        SyncAttempt Back(double minute, string revision) => Sync(minute, revision) with
        {
            IsRepeatable = true,
            Started = Moment.Between(At(1), At(minute)),
            Finished = Moment.Between(At(1), At(minute + 0.5)),
        };

        await RecordAsync(Look(2).With(state => state with { ResourceVersion = "2" }));
        await RecordAsync(Look(10.5).With(Back(10, "1.0.0")).With(state => state with { ResourceVersion = "3" }));
        await RecordAsync(Look(15).With(Back(10, "1.0.0") with { Finished = Moment.Between(At(1), At(14)) }).With(state => state with { ResourceVersion = "4" }));
        await RecordAsync(Look(30).Between(20, 30).With(Back(29, "2.0.0")).With(state => state with { ResourceVersion = "5" }));

        (await QueryAllAsync<(double, double, double)>(
            "SELECT started_at * 1.0, finished_not_before * 1.0, finished_at * 1.0 FROM sync_events ORDER BY started_at")).Should().Equal(
            (Ms(10), Ms(10.5), Ms(10.5)), (Ms(29), Ms(20), Ms(29.5)));

        static double Ms(double minute) => At(minute).ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task Results_that_change_are_written_and_those_that_vanish_are_taken_away()
    {
        var results = FullLook.Change.Observation!.Attempts[1].Resources;
        var sync = Sync(1, "1.0.0") with { SeenIn = SeenIn.Status };
        await RecordAsync(Look(1).With(sync with { Resources = results }));
        var (first, version) = (await QueryAsync<string>("SELECT results FROM sync_events"), await Store.Database.GetVersionAsync(Cancellation));

        await RecordAsync(Look(2).With(sync with { Resources = results with { Items = [results.Items[1]] } }));
        (await QueryAsync<string>("SELECT results FROM sync_events")).Length.Should().BeLessThan(first.Length);
        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version + 1);

        await RecordAsync(Look(3).With(sync));
        (await QueryAsync<string?>("SELECT results FROM sync_events")).Should().BeNull();
    }

    [Fact]
    public async Task Deployment_is_a_whole_successful_sync_to_another_revision()
    {
        var (a, b) = (new string('a', 40), new string('b', 40));
        await RecordAsync(Look(60).With(
            Sync(1, "main@sha1:" + a),
            Sync(2, a) with { Kind = SyncKind.SelfHeal },
            Sync(3, b) with { Phase = SyncPhase.Failed },
            Sync(4, b) with { Complete = false, Kind = SyncKind.Selective },
            Sync(5, b) with { Kind = SyncKind.DryRun },
            Sync(6, b),
            Sync(7, "") with { Sources = [] },
            Sync(8, b) with { Sources = [.. Two(b, "1.0.0")] },
            Sync(9, b) with { Sources = [.. Two(b, "1.0.1")] }));

        (await SyncsAsync()).Where(sync => sync.Deployment).Select(sync => (sync.Start, sync.Previous))
            .Should().Equal((1, null), (6, a), (8, b), (9, b));
        (await DeployedAtAsync()).Should().Be(9);
    }

    [Fact]
    public async Task Late_sync_between_two_others_corrects_the_one_after_it()
    {
        await RecordAsync(Look(60).With(Sync(10, "1.0.0"), Sync(20, "2.0.0"), Sync(30, "3.0.0")));
        await ExecuteAsync("UPDATE sync_events SET commits_known = 0, commits = 2");
        await ExecuteAsync("INSERT INTO deployment_commits SELECT id, 1, 0, 0, application_id, started_at FROM sync_events");

        await RecordAsync(Look(61).With(Sync(15, "1.5.0")));

        (await SyncsAsync()).Select(sync => (sync.Start, sync.Deployment, sync.Previous))
            .Should().Equal((10, true, null), (15, true, "1.0.0"), (20, true, "1.5.0"), (30, true, "2.0.0"));
        (await QueryAllAsync<string>("SELECT revision FROM sync_events WHERE commits_known = 0 ORDER BY started_at"))
            .Should().Equal("1.0.0", "3.0.0");
        (await QueryAllAsync<string>(
            "SELECT e.revision FROM deployment_commits d JOIN sync_events e ON e.id = d.event_id ORDER BY e.started_at")).Should().Equal("1.0.0", "3.0.0");

        await RecordAsync(Look(62).With(Sync(25, "3.0.0"), Sync(5, "1.0.0")));

        (await SyncsAsync()).Select(sync => (sync.Start, sync.Deployment, sync.Previous))
            .Should().Equal((5, true, null), (10, false, null), (15, true, "1.0.0"), (20, true, "1.5.0"), (25, true, "2.0.0"), (30, false, null));
        (await DeployedAtAsync()).Should().Be(25);
    }

    [Fact]
    public async Task Commits_of_a_deployment_say_its_end_as_well_as_it_is_known()
    {
        await RecordAsync(Look(60).With(Sync(10, "1.0.0") with { Finished = Moment.Between(At(10), At(15)) }));
        await ExecuteAsync("INSERT INTO deployment_commits SELECT id, 1, 0, 0, application_id, finished_at FROM sync_events");
        (await DeployedAsync()).Should().Be(At(15));

        await RecordAsync(Look(61).With(Sync(10, "1.0.0") with { Finished = Moment.Exactly(At(12)) }));

        (await DeployedAsync()).Should().Be(At(12));

        async Task<DateTimeOffset?> DeployedAsync() =>
            (await Store.Commits.ReadRolloutsAsync([1], Cancellation)).ByCommit[1].Deployed.Should().ContainSingle().Which.Deployed;
    }

    [Fact]
    public async Task Sync_that_turns_out_to_have_failed_is_no_deployment_any_more()
    {
        var sync = Sync(20, "2.0.0") with { SeenIn = SeenIn.Status };
        await RecordAsync(Look(60).With(Sync(10, "1.0.0"), sync, Sync(30, "3.0.0")));

        await RecordAsync(Look(61).With(sync with { Phase = SyncPhase.Failed, Message = "test failed" }));

        (await SyncsAsync()).Select(row => (row.Start, row.Deployment, row.Previous))
            .Should().Equal((10, true, null), (20, false, null), (30, true, "1.0.0"));
    }

    [Fact]
    public async Task Routine_look_that_repeats_the_last_outcome_is_no_sync()
    {
        SyncAttempt Again(int minute, string revision) => Sync(minute, revision) with { IsRepeatable = true, SeenIn = SeenIn.Status };
        var first = Look(11).With(Sync(10, "1.0.0"), Again(11, "1.0.0"));
        await RecordAsync(first, Look(12).With(Again(12, "1.0.0")));
        await RecordAsync(Look(13).With(Again(13, "2.0.0")), Look(14).With(Again(14, "2.0.0")));

        // All of it once more: what repeated the sync before it repeats the same one.
        await RecordAsync(first, Look(12).With(Again(12, "1.0.0")), Look(14).With(Again(14, "2.0.0")), Look(15).With(Again(9, "1.0.0")));

        (await SyncsAsync()).Select(sync => (sync.Start, sync.Revision)).Should().Equal((10, "1.0.0"), (13, "2.0.0"));
    }

    [Fact]
    public async Task Operation_keeps_the_bounds_that_the_ledger_has_narrowed()
    {
        ApplicationChange Seen(int minute)
        {
            var (started, finished) = (Moment.Between(null, At(minute)), Moment.Between(At(1), At(minute)));
            var operation = new OperationStatus { Phase = SyncPhase.Succeeded, Kind = SyncKind.Full, Started = started, Finished = finished };
            return Look(minute).With(Sync(1, "1.0.0") with { Started = started, Finished = finished })
                .With(state => state with { Operation = operation });
        }

        await RecordAsync(Seen(2));
        var version = await Store.Database.GetVersionAsync(Cancellation);
        await RecordAsync(Seen(3));

        (await Store.Database.GetVersionAsync(Cancellation)).Should().Be(version);
        var (start, end) = await QueryAsync<(long, long)>("SELECT operation_started, operation_finished FROM applications");
        (Minute(start), Minute(end)).Should().Be((2, 2));
    }

    private static IEnumerable<SyncedSource> Two(string first, string second) =>
        new[] { first, second }.Select(revision => new SyncedSource(null, null, null, null, RevisionRef.Parse(revision)));

    private async Task<List<(int Start, string? Revision, bool Deployment, string? Previous, int Observed)>> SyncsAsync() =>
    [
        .. (await QueryAllAsync<(long Start, string? Revision, long Deployment, string? Previous, long Observed)>(
            "SELECT started_at, revision, deployment, previous_revision, observed_at FROM sync_events ORDER BY started_at, key"))
            .Select(row => ((int)Minute(row.Start), row.Revision, row.Deployment != 0, row.Previous, (int)Minute(row.Observed))),
    ];

    private async Task<int> DeployedAtAsync() =>
        (int)Minute(await QueryAsync<long>("SELECT e.started_at FROM applications a JOIN sync_events e ON e.id = a.deployment_id"));
}
