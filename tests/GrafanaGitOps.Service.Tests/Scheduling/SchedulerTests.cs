using GrafanaGitOps.Service.Scheduling;

namespace GrafanaGitOps.Service.Tests.Scheduling;

public sealed class SchedulerTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TimerTime _time = new();
    private readonly TestLogs _logs = new();
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task Job_runs_at_once_and_then_after_each_pause()
    {
        var work = new ManualJob("work", Schedule.Every(Minute, Minute));
        Start(work);
        await work.FinishAsync();

        var pause = await _time.NextPauseAsync();
        pause.Should().BeCloseTo(Minute, Minute / 10);
        _time.Advance(pause - TimeSpan.FromMilliseconds(1));
        work.Runs.Should().Be(1);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await work.FinishAsync();
        await _time.NextPauseAsync();
        work.Runs.Should().Be(2);
    }

    [Fact]
    public async Task Job_that_waits_runs_when_it_is_asked_for_and_once_however_often()
    {
        var work = new ManualJob("work", Schedule.Every(Minute, Minute));
        var scheduler = Start(work);
        await work.FinishAsync();
        await _time.NextPauseAsync();

        for (var time = 0; time < 3; time++) scheduler.Trigger("work").Should().BeTrue();

        await work.FinishAsync();
        await _time.NextPauseAsync();
        work.Runs.Should().Be(2);
    }

    [Fact]
    public async Task Job_that_runs_is_run_once_more_however_often_it_is_asked_for()
    {
        var work = new ManualJob("work", Schedule.Every(Minute, Minute));
        var scheduler = Start(work);
        await work.StartedAsync();

        for (var time = 0; time < 3; time++) scheduler.Trigger("work").Should().BeTrue();
        work.Runs.Should().Be(1, "a job never runs beside itself");
        work.Finish();

        await work.FinishAsync();
        await _time.NextPauseAsync();
        work.Runs.Should().Be(2);
    }

    [Fact]
    public async Task Failures_make_pauses_longer_until_one_run_succeeds()
    {
        _logs.Expect("work failed; it runs again in ");
        var work = new ManualJob("work", Schedule.Every(Minute, 3 * Minute));
        Start(work);

        Func<bool>[] ends = [() => false, () => throw new InvalidOperationException("odd"), () => false, () => true];
        foreach (var (end, minutes) in ends.Zip([2, 3, 3, 1]))
        {
            await work.FinishAsync(end);
            var pause = await _time.NextPauseAsync();
            pause.Should().BeCloseTo(minutes * Minute, minutes * Minute / 10);
            _time.Advance(pause);
        }

        _logs.Lines.Should().ContainSingle().Which.Should().Contain("odd");
    }

    [Fact]
    public async Task Job_that_hangs_or_fails_holds_up_no_other()
    {
        var (hanging, work) = (new ManualJob("hanging", Schedule.Every(Minute, Minute)), new ManualJob("work", Schedule.Every(Minute, Minute)));
        var scheduler = Start(hanging, work);
        await hanging.StartedAsync();
        await work.FinishAsync();
        await _time.NextPauseAsync();

        scheduler.Trigger("work").Should().BeTrue();
        scheduler.Trigger("unknown").Should().BeFalse();

        await work.FinishAsync();
        hanging.Runs.Should().Be(1);
    }

    [Fact]
    public async Task Pause_longer_than_timers_take_is_kept()
    {
        var work = new ManualJob("work", Schedule.Cron("0 0 1 1 *"));
        Start(work);
        await work.FinishAsync();

        var start = _time.GetUtcNow();
        while (work.Runs == 1)
        {
            var part = await _time.NextPauseAsync();
            part.Should().BeLessThan(TimeSpan.FromDays(49));
            _time.Advance(part);
            if (_time.GetUtcNow() < new DateTimeOffset(start.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero)) continue;
            await work.StartedAsync();
        }

        _time.GetUtcNow().Should().Be(new DateTimeOffset(start.Year + 1, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await FluentActions.Awaiting(() => _running).Should().ThrowAsync<OperationCanceledException>();
        _stop.Dispose();
        _logs.Dispose();
    }

    private Scheduler Start(params ManualJob[] jobs)
    {
        var scheduler = new Scheduler(jobs.Select(job => job.Job), _time, _logs.CreateLogger("Scheduler"));
        _running = scheduler.RunAsync(_stop.Token);
        return scheduler;
    }
}
