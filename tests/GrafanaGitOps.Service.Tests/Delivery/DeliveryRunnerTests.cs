using System.Diagnostics.Metrics;
using System.Text;
using GrafanaGitOps.Service.Delivery;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Delivery;
using GrafanaGitOps.Service.Telemetry;

namespace GrafanaGitOps.Service.Tests.Delivery;

public sealed class DeliveryRunnerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runner_notices_what_others_write_and_counts_what_it_did()
    {
        // The bench writes to the same database by another store, as another replica would.
        await using var bench = await DeliveryBench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        var storage = new StorageOptions { Sqlite = bench.Git.File("store.db") };
        await using var stores = StoreAccess.Open(storage, false, bench.Git.Logs, TimeProvider.System);
        var store = await stores.Opened;
        using var meter = new Meter("runner");
        using var exporter = new PrometheusExporter(meter);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var runner = new DeliveryRunner(bench.Git.Options, bench.Git.DataDirectory, meter, TimeProvider.System, bench.Git.Logs);
        var running = Task.Run(() => runner.RunAsync(store, stop.Token), Cancellation);

        await bench.PutAsync(new DeliveryApp("a", Source(repository.Folder, first)));
        await UntilAsync(store, state => state is { Status: CommitsKnown.RepositoryNotIndexed });
        await bench.FetchAsync();
        await UntilAsync(store, state => state is { Status: CommitsKnown.Exactly, CommitsBehind: 0 });
        repository.Commit("second", ("a/x", "2"));
        await bench.FetchAsync();
        await UntilAsync(store, state => state is { Status: CommitsKnown.Exactly, CommitsBehind: 1 });

        // What was done is counted after it is recorded.
        await stop.CancelAsync();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        var metrics = Encoding.UTF8.GetString(exporter.Collect().Span);
        metrics.Should().Contain("gitops_delivery_evaluations_total{way=\"advance\"} 1");
        metrics.Should().Contain("gitops_delivery_backlog 0");
        metrics.Should().Contain("gitops_delivery_duration_seconds_count");
    }

    [Fact]
    public async Task Two_replicas_that_look_at_the_same_push_record_it_once()
    {
        await using var bench = await DeliveryBench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        await bench.FetchAsync();
        await bench.PutAsync(new DeliveryApp("a", Source(repository.Folder, first)));
        await bench.RunAsync();
        using var meter = new Meter("replica");
        using var replica = new DeliveryTracker(
            bench.Store, bench.Git.Options, bench.Git.DataDirectory, new DeliveryMetrics(meter), bench.Time,
            bench.Git.Logs.CreateLogger("Replica"));
        await replica.RunAsync(Cancellation);
        repository.Commit("second", ("a/x", "2"));
        await bench.FetchAsync();

        await bench.RunAsync();
        while (await replica.RunAsync(Cancellation)) Cancellation.ThrowIfCancellationRequested();

        var state = (await bench.Store.Delivery.ReadStatesAsync(Cancellation)).Should().ContainSingle().Which;
        (state.Status, state.CommitsBehind).Should().Be((CommitsKnown.Exactly, 1));
    }

    [Fact]
    public async Task Idle_histories_are_dropped_and_read_again()
    {
        await using var bench = await DeliveryBench.CreateAsync();
        var repository = bench.NewRepository();
        var first = repository.Commit("first", ("a/x", "1"));
        await bench.FetchAsync();
        await bench.PutAsync(new DeliveryApp("a", Source(repository.Folder, first)));
        await bench.RunAsync();
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.RunAsync();

        repository.Commit("second", ("a/x", "2"));
        await bench.FetchAsync();
        await bench.RunAsync();

        (await bench.Store.Delivery.ReadStatesAsync(Cancellation)).Should().ContainSingle().Which.CommitsBehind.Should().Be(1);
    }

    private static ApplicationSource Source(string url, string deployed) =>
        new() { RepoUrl = url, Path = "a", Deployed = RevisionRef.Parse(deployed) };

    private static async Task UntilAsync(Store store, Func<DeliveryState?, bool> isDone)
    {
        while (true)
        {
            var written = store.Database.WaitForWriteAsync(Cancellation);
            if (isDone((await store.Delivery.ReadStatesAsync(Cancellation)).SingleOrDefault())) return;
            await written.WaitAsync(Wait.Patience, Cancellation);
        }
    }
}
