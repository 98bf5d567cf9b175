using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Storage;

public abstract partial class StoreContract
{
    private const long Gone = -1;
    private const long Synced = (long)SyncStatus.Synced;
    private const long OutOfSync = (long)SyncStatus.OutOfSync;
    private const long Healthy = (long)HealthStatus.Healthy;
    private const long Degraded = (long)HealthStatus.Degraded;
    private const long Progressing = (long)HealthStatus.Progressing;

    [Fact]
    public async Task First_sight_begins_each_state_and_creation_bounds_it()
    {
        await RecordAsync(
            Look(0, "watched"),
            Look(0, "found").Between(null, 0),
            Look(0, "found-late").Between(-5, 0),
            Look(0, "dated").Between(null, 0).With(state => state with { HealthSince = At(-30) }),
            Look(0, "future").Between(null, 0).With(state => state with { HealthSince = At(1), Created = At(1) }));

        (await StatesAsync(0, "watched")).Should().Equal((Synced, 0, 0));
        (await StatesAsync(0, "found")).Should().Equal((Synced, -60, 0));
        (await StatesAsync(0, "found-late")).Should().Equal((Synced, -60, 0));
        (await StatesAsync(0, "dated")).Should().Equal((Synced, -60, 0));
        (await StatesAsync(1, "dated")).Should().Equal((Healthy, -30, -30));
        (await StatesAsync(1, "future")).Should().Equal((Healthy, 0, 0));
    }

    [Fact]
    public async Task Change_is_one_row_at_its_moment_and_what_stays_is_none()
    {
        await RecordAsync(Look(0), Look(1).With(state => state with { Message = "x" }));
        await RecordAsync(Look(2).With(Broken), Look(3).With(Broken), Look(4));

        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (OutOfSync, 2, 2), (Synced, 4, 4));
        (await StatesAsync(1)).Should().Equal((Healthy, 0, 0), (Degraded, 2, 2), (Healthy, 4, 4));
        (await SinceAsync()).Should().Be((4, 4, 4, 4));
    }

    [Fact]
    public async Task Change_that_nobody_watched_is_bounded_by_the_last_look()
    {
        await RecordAsync(Look(0), Look(5).With(state => state with { ResourceVersion = "2" }));

        await RecordAsync(Look(0).With(Broken).Between(3, 20));
        await RecordAsync(Look(0).Between(25, 30));

        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (OutOfSync, 5, 20), (Synced, 25, 30));
        (await SinceAsync()).Should().Be((25, 30, 25, 30));
    }

    [Theory]
    [InlineData(8, 8, 8)] // Within the bounds: the operator's time.
    [InlineData(4, 6, 10)] // The application was still healthy then.
    [InlineData(11, 6, 10)] // In the future.
    public async Task Health_takes_the_operators_time_where_it_can_be_true(int since, int notBefore, int at)
    {
        await RecordAsync(Look(0), Look(6).With(state => state with { ResourceVersion = "2" }));

        await RecordAsync(Look(0).With(Broken).With(state => state with { HealthSince = At(since) }).Between(5, 10));

        (await StatesAsync(1))[^1].Should().Be((Degraded, notBefore, at));
        (await StatesAsync(0))[^1].Should().Be((OutOfSync, 6, 10));
    }

    [Fact]
    public async Task Health_that_was_watched_keeps_the_operators_second()
    {
        await RecordAsync(Look(0.005));

        await RecordAsync(Look(0.01).With(Broken).With(state => state with { HealthSince = At(0) }));
        await RecordAsync(Look(2.5).With(state => state with { HealthSince = At(2) }));

        (await StatesAsync(1)).Should().Equal((Healthy, 0.005, 0.005), (Degraded, 0.01, 0.01), (Healthy, 2, 2));
    }

    [Fact]
    public async Task Changes_in_one_millisecond_keep_the_later_state()
    {
        await RecordAsync(Look(0), Look(1).With(Broken), Look(1).With(state => state with { Health = HealthStatus.Progressing }));
        (await StatesAsync(1)).Should().Equal((Healthy, 0, 0), (Progressing, 1, 1));
        (await StatesAsync(0)).Should().Equal((Synced, 0, 0));

        await RecordAsync(Look(1));
        (await StatesAsync(1)).Should().Equal((Healthy, 0, 0));
        (await SinceAsync()).Should().Be((0, 0, 0, 0));
    }

    [Fact]
    public async Task Late_look_rewrites_nothing_that_is_newer_but_its_syncs_count()
    {
        await RecordAsync(Look(0), Look(10).With(Broken));
        var before = await StatesAsync(0);

        var result = await RecordAsync(Look(5).With(Sync(1, "1.0.0")), Deletion(6));

        (result.Applications, result.Attempts).Should().Be((1, 1));
        (await StatesAsync(0)).Should().Equal(before);
        (await QueryAsync<(long, long?)>("SELECT sync, deleted_at FROM applications")).Should().Be((OutOfSync, null));
    }

    [Fact]
    public async Task Deleted_application_ends_and_can_come_back_as_another_object()
    {
        await RecordAsync(Look(0).With(Sync(-1, "1.0.0")));
        await RecordAsync(Deletion(2, uid: "another"), Deletion(3).Between(1, 3), Deletion(4));
        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (Gone, 1, 3));
        (await StatesAsync(1)).Should().Equal((Healthy, 0, 0), (Gone, 1, 3));
        (await QueryAsync<(long, long)>("SELECT deleted_not_before, deleted_at FROM applications")).Should().Be(
            (At(1).ToUnixTimeMilliseconds(), At(3).ToUnixTimeMilliseconds()));
        (await Store.Applications.ReadKnownAsync("hub", "Application", Cancellation)).Should().BeEmpty();

        var second = Look(9, uid: "uid-2").Between(3, 9).With(Sync(7, "2.0.0", "uid-2"));
        await RecordAsync(second.With(state => state with { Created = At(6) }));

        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (Gone, 1, 3), (Synced, 6, 9));
        (await QueryAsync<(string, long?, long)>("SELECT uid, deleted_at, (SELECT count(*) FROM sync_events) FROM applications")).Should().Be(
            ("uid-2", null, 2));
    }

    [Fact]
    public async Task Object_that_was_replaced_unseen_ended_between_the_last_look_and_the_creation_of_the_next()
    {
        await RecordAsync(Look(0), Look(2).With(state => state with { ResourceVersion = "2" }));

        await RecordAsync(Look(9, uid: "uid-2").Between(1, 9).With(state => state with { Created = At(6) }), Deletion(10));

        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (Gone, 2, 6), (Synced, 6, 9));
        (await Store.Applications.ReadKnownAsync("hub", "Application", Cancellation)).Should().ContainSingle().Which.Uid.Should().Be("uid-2");
    }

    [Fact]
    public async Task Object_that_is_seen_again_after_its_end_begins_anew()
    {
        await RecordAsync(Look(0), Deletion(2), Look(3));

        (await StatesAsync(0)).Should().Equal((Synced, 0, 0), (Gone, 2, 2), (Synced, 3, 3));
        (await Store.Applications.ReadKnownAsync("hub", "Application", Cancellation)).Should().ContainSingle();
    }

    private static ApplicationState Broken(ApplicationState state) =>
        state with { Sync = SyncStatus.OutOfSync, Health = HealthStatus.Degraded };

    /// <summary>State, and the minutes after noon between which it began.</summary>
    private async Task<List<(long State, double? NotBefore, double At)>> StatesAsync(int dimension, string name = "shop") =>
    [
        .. (await QueryAllAsync<(long State, long? NotBefore, long At)>(
            $"""
            SELECT s.state, s.changed_not_before, s.changed_at FROM state_changes s JOIN applications a ON a.id = s.application_id
            WHERE a.name = '{name}' AND s.dimension = {dimension} ORDER BY s.changed_at
            """)).Select(row => (row.State, row.NotBefore is { } notBefore ? (double?)Minute(notBefore) : null, Minute(row.At))),
    ];

    private async Task<(double, double, double, double)> SinceAsync()
    {
        var row = await QueryAsync<(long, long, long, long)>(
            "SELECT sync_since_not_before, sync_since, health_since_not_before, health_since FROM applications");
        return (Minute(row.Item1), Minute(row.Item2), Minute(row.Item3), Minute(row.Item4));
    }

    private static double Minute(long milliseconds) => (milliseconds - Noon.ToUnixTimeMilliseconds()) / 60_000d;
}
