using System.Diagnostics.Metrics;
using GrafanaGitOps.Service.Environments;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Clusters;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Tests.Storage;
using GrafanaGitOps.Service.Tests.Storage.Leading;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

public sealed partial class ClusterSourceTests
{
    [Fact]
    public async Task Replica_that_takes_over_goes_on_where_the_leader_was_and_records_nothing_twice()
    {
        var database = await TestPostgres.CreateAsync(Cancellation);
        await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        await CreateAllAsync("Flux", "kustomization-ready");
        using var meter = new Meter("test");
        ClusterSource? running = null;
        Task CollectAsync(Store store, CancellationToken token)
        {
            running = Source(meter);
            return running.RunAsync(store, token);
        }

        Replica Start() => new(Storage(database), _logs, CollectAsync);
        await using (var first = Start())
        {
            await first.BecomesAsync(ReplicaRole.Leader);
            await using var second = Start();
            await second.BecomesAsync(ReplicaRole.Follower);
            await Wait.UntilAsync(() => running is { Unread.Count: 0 });
            var store = await second.Stores.Opened;
            await cluster.Writer.UpdateAsync(shop, Deploy);
            await Wait.UntilAsync(async () =>
                (await LedgerText.ApplicationsAsync(store)).Count(application => application.Sync == SyncStatus.OutOfSync) == 1);
            var (ledger, before) = (new LedgerText(store), await new LedgerText(store).ReadAsync());

            running = null;
            await database.TerminateLeaderAsync();
            await first.DisposeAsync();
            await second.BecomesAsync(ReplicaRole.Leader);
            await Wait.UntilAsync(() => running is { Unread.Count: 0 });

            (await ledger.ReadAsync()).Should().Be(before);
            await CreateAsync("ArgoCd", "new-without-status", name: "late");
            await Wait.UntilAsync(async () => (await LedgerText.ApplicationsAsync(store)).Count == 3);
        }

        await database.DropAsync();
    }

    private static StorageOptions Storage(TestPostgres database) => new()
    {
        Postgres = database.Connection,
        LeaderInterval = TimeSpan.FromSeconds(1),
        Retention = { SyncEvents = TimeSpan.FromDays(3650) },
    };

    private ClusterSource Source(Meter meter)
    {
        var kubernetes = new KubernetesOptions { Clusters = [cluster.Options()] };
        return new ClusterSource(
            kubernetes, SourceTable.With(SourceTable.CreateOptions()), new EnvironmentOptions(), ClusterTimings.Of(kubernetes), new ClusterMetrics(meter), _logs, _clock);
    }
}
