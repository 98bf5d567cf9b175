using System.Data.Common;
using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Tests.Storage;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

public sealed class ApplicationRecorderTests : IAsyncDisposable
{
    private readonly TestLogs _logs = new();
    private readonly Meter _meter = new("test");
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IReadOnlyList<string>> _batches = [];
    private readonly TestWatch _watch = new();
    private readonly ApplicationRecorder _recorder;
    private Func<IReadOnlyList<string>, Task> _store = _ => Task.CompletedTask;
    private Task _run = Task.CompletedTask;

    public ApplicationRecorderTests() =>
        _recorder = new ApplicationRecorder("hub", RecordAsync, new ClusterMetrics(_meter), _logs.CreateLogger("Clusters"), TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Changes_are_recorded_in_their_order_and_at_most_five_hundred_at_once()
    {
        Begin();
        for (var i = 0; i < 1_200; i++) await WriteAsync($"a{i}");
        await RecordedAsync(1_200);

        _batches.SelectMany(batch => batch).Should().Equal(Enumerable.Range(0, 1_200).Select(i => $"a{i}"));
        _batches.Should().AllSatisfy(batch => batch.Count.Should().BeInRange(1, ApplicationRecorder.BatchSize));
    }

    [Fact]
    public async Task Store_that_hangs_stops_the_writer_after_bounded_room_and_nothing_counts_as_recorded()
    {
        var store = new TaskCompletionSource();
        _store = _ => store.Task;
        Begin();

        var written = 0;
        var writing = Task.Run(async () =>
        {
            for (; written < 5_000; written++) await WriteAsync($"a{written}");
        }, Cancellation);
        await Wait.UntilAsync(() => written >= ApplicationRecorder.Capacity + 1);
        writing.IsCompleted.Should().BeFalse();
        written.Should().BeInRange(1, ApplicationRecorder.Capacity + ApplicationRecorder.BatchSize + 1);
        _watch.Recorded.Should().Be(0);

        store.SetResult();
        await writing;
        await RecordedAsync(5_000);
    }

    [Fact]
    public async Task Failure_of_the_database_is_tried_again_with_the_same_changes()
    {
        var failures = 2;
        _store = _ => --failures >= 0 ? throw new TestDatabaseException() : Task.CompletedTask;
        Begin();
        await WriteAsync("a");
        await RecordedAsync(1);

        _batches.Should().BeEquivalentTo((IReadOnlyList<string>[])[["a"], ["a"], ["a"]], options => options.WithStrictOrdering());
        _logs.Lines.Count(line => line.Contains("did not take", StringComparison.Ordinal)).Should().Be(2);
    }

    [Fact]
    public async Task Change_at_which_the_store_breaks_is_named_and_left_out_and_the_others_are_recorded()
    {
        _logs.Expect("Application argocd/bad of cluster hub could not be recorded");
        _store = batch => batch.Contains("bad") ? throw new InvalidOperationException("a mistake") : Task.CompletedTask;
        foreach (var name in new[] { "a", "bad", "c" }) await WriteAsync(name);
        Begin();
        await RecordedAsync(3);

        _batches.Should().BeEquivalentTo((IReadOnlyList<string>[])[["a", "bad", "c"], ["a"], ["bad"], ["c"]], options => options.WithStrictOrdering());
    }

    [Fact]
    public async Task Drain_records_what_was_under_way_and_what_waits()
    {
        var hanging = new TaskCompletionSource();
        _store = _ => hanging.Task.WaitAsync(_stop.Token);
        Begin();
        await WriteAsync("a");
        await Wait.UntilAsync(() => _batches.Count == 1);
        await WriteAsync("b");
        await StopAsync();

        _store = _ => Task.CompletedTask;
        await _recorder.DrainAsync(Cancellation);

        _batches.Should().BeEquivalentTo((IReadOnlyList<string>[])[["a"], ["a"], ["b"]], options => options.WithStrictOrdering());
        _watch.Recorded.Should().Be(2);
    }

    [Fact]
    public async Task Change_without_application_counts_after_those_before_it()
    {
        var store = new TaskCompletionSource();
        _store = _ => store.Task;
        Begin();
        await _recorder.WriteAsync(new PendingChange(Looks.Look(0, "a"), Watch: null), Cancellation);
        await _recorder.WriteAsync(new PendingChange(Change: null, _watch), Cancellation);
        await Wait.UntilAsync(() => _batches.Count == 1);
        _watch.Recorded.Should().Be(0);

        store.SetResult();
        await RecordedAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _meter.Dispose();
        _logs.Dispose();
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Begin() => _run = _recorder.RunAsync(_stop.Token);

    private ValueTask WriteAsync(string name) => _recorder.WriteAsync(new PendingChange(Looks.Look(0, name), _watch), Cancellation);

    private Task RecordedAsync(int count) => Wait.UntilAsync(() => _watch.Recorded == count);

    private async Task<RecordResult> RecordAsync(IReadOnlyList<ApplicationChange> changes, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = [.. changes.Select(change => change.Application.Name)];
        _batches.Add(names);
        await _store(names);
        return new RecordResult(changes.Count, 0, []);
    }

    private sealed class TestWatch : ResourceWatch
    {
        public override WatchedKind Kind => TestKind;

        public override long Count => 0;

        protected override IReadOnlyList<WatchState> WatcherStates => [];

        private static readonly WatchedKind TestKind = new("Test", new ResourceDefinition("test", "tests", "v1"), "this test");
    }

    private sealed class TestDatabaseException() : DbException("the database is away");
}
