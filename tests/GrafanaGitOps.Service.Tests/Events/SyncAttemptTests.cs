using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Events;

public sealed class SyncAttemptTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merge_ended_beats_running_in_either_order()
    {
        var running = Attempt(SeenIn.Status, SyncPhase.Running, null);
        var ended = Attempt(SeenIn.History, SyncPhase.Succeeded, Moment.Exactly(Noon.AddMinutes(1)));
        SyncAttempt.Merge(running, ended).Should().Be(ended);
        SyncAttempt.Merge(ended, running).Should().Be(ended);
    }

    [Fact]
    public void Merge_history_never_takes_away_what_status_said()
    {
        var status = Attempt(SeenIn.Status, SyncPhase.Succeeded, Moment.Exactly(Noon.AddSeconds(7))) with { Message = "successfully synced" };
        var history = Attempt(SeenIn.History, SyncPhase.Succeeded, Moment.Exactly(Noon.AddSeconds(6))) with { HistoryId = 43 };
        SyncAttempt.Merge(status, history).Should().Be(status with { HistoryId = 43 });
        SyncAttempt.Merge(history, status).Should().Be(status with { HistoryId = 43 });
    }

    [Fact]
    public void Merge_bounds_are_narrowed_never_widened()
    {
        var exact = Attempt(SeenIn.History, SyncPhase.Succeeded, Moment.Exactly(Noon.AddMinutes(1)));
        var later = Attempt(SeenIn.History, SyncPhase.Succeeded, Moment.Between(Noon, Noon.AddDays(1)));
        SyncAttempt.Merge(exact, later).Finished.Should().Be(Moment.Exactly(Noon.AddMinutes(1)));
        SyncAttempt.Merge(later, exact).Finished.Should().Be(Moment.Exactly(Noon.AddMinutes(1)));
    }

    [Fact]
    public void Merge_of_one_that_runs_keeps_what_its_last_try_says()
    {
        var waits = Attempt(SeenIn.Status, SyncPhase.Running, Moment.Exactly(Noon.AddSeconds(9))) with { Message = "a try failed", Retries = 1 };
        var tries = Attempt(SeenIn.Status, SyncPhase.Running, null) with { Retries = 1 };
        SyncAttempt.Merge(waits, tries).Should().Be(tries);
        SyncAttempt.Merge(tries with { Retries = 2 }, waits).Should().Be(tries with { Retries = 2 });
        SyncAttempt.Merge(waits, Attempt(SeenIn.Status, SyncPhase.Failed, Moment.Exactly(Noon.AddMinutes(1)))).Phase.Should().Be(SyncPhase.Failed);
    }

    [Fact]
    public void Merge_of_one_whose_end_nobody_saw_takes_an_end_that_somebody_wrote_down()
    {
        var unseen = Attempt(SeenIn.Status, SyncPhase.Running, null).EndedUnseen(Moment.Between(Noon, Noon.AddHours(1)));
        var history = Attempt(SeenIn.History, SyncPhase.Succeeded, Moment.Exactly(Noon.AddMinutes(1)));
        var merged = SyncAttempt.Merge(unseen, history);
        (merged.Phase, merged.Finished, merged.Message).Should().Be((SyncPhase.Succeeded, history.Finished, null));
        SyncAttempt.Merge(unseen, Attempt(SeenIn.Status, SyncPhase.Running, null)).Should().Be(unseen);
    }

    [Fact]
    public void Merge_first_installation_stays_one_and_a_rollback_too()
    {
        var install = Attempt(SeenIn.Status, SyncPhase.Succeeded, null) with { Kind = SyncKind.Install };
        SyncAttempt.Merge(install, install with { Kind = SyncKind.Rollback, SeenIn = SeenIn.History }).Kind.Should().Be(SyncKind.Install);
        var rollback = install with { Kind = SyncKind.Rollback, SeenIn = SeenIn.History };
        SyncAttempt.Merge(rollback, rollback with { Kind = SyncKind.Full, SeenIn = SeenIn.Status }).Kind.Should().Be(SyncKind.Rollback);
    }

    [Fact]
    public void Repeats_what_was_made_tells_more_than_the_revision()
    {
        SyncAttempt Made(string revision, string? content) => Attempt(SeenIn.History, SyncPhase.Succeeded, null) with
        {
            IsRepeatable = true,
            Sources = [new SyncedSource(null, null, null, null, RevisionRef.Parse(revision)) { Content = content }],
        };

        Made("2.0.0", "a").Repeats(Made("1.0.0", "a")).Should().BeTrue();
        Made("1.0.0", "b").Repeats(Made("1.0.0", "a")).Should().BeFalse();
        Made("1.0.0", "b").Repeats(Made("1.0.0", null)).Should().BeTrue();
        Made("2.0.0", "b").Repeats(Made("1.0.0", null)).Should().BeFalse();
    }

    [Fact]
    public void Repeats_routine_look_at_the_latest_outcome_is_true_until_something_differs()
    {
        var look = Attempt(SeenIn.Status, SyncPhase.Succeeded, null) with { IsRepeatable = true };
        look.Repeats(null).Should().BeFalse();
        look.Repeats(look with { Key = "other", IsRepeatable = false }).Should().BeTrue();
        look.Repeats(look with { Phase = SyncPhase.Failed }).Should().BeFalse();
        look.Repeats(look with { Sources = [new SyncedSource(null, null, null, null, RevisionRef.Parse("2.0.0"))] }).Should().BeFalse();
        (look with { IsRepeatable = false }).Repeats(look).Should().BeFalse();
    }

    [Theory]
    [InlineData(359, false)]
    [InlineData(360, false)]
    [InlineData(361, true)]
    [InlineData(-60, false)]
    public void IsStale_is_more_than_three_intervals(int seconds, bool stale) =>
        VerdictAge.IsStale(Noon, TimeSpan.FromMinutes(2), Noon.AddSeconds(seconds)).Should().Be(stale);

    [Fact]
    public void IsStale_without_interval_or_look_is_not_known()
    {
        VerdictAge.IsStale(Noon, null, DateTimeOffset.MaxValue).Should().BeFalse();
        VerdictAge.IsStale(Noon, TimeSpan.Zero, DateTimeOffset.MaxValue).Should().BeFalse();
        VerdictAge.IsStale(null, TimeSpan.FromMinutes(1), Noon).Should().BeFalse();
    }

    private static SyncAttempt Attempt(SeenIn seenIn, SyncPhase phase, Moment? finished) => new()
    {
        Application = new GrafanaGitOps.Service.Events.ApplicationId("hub", OperatorNames.ArgoCd, "Application", "argocd", "shop"),
        Key = "uid/1",
        Started = Moment.Exactly(Noon),
        Finished = finished,
        Phase = phase,
        Kind = SyncKind.Full,
        SeenIn = seenIn,
    };
}
