using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

public sealed partial class ClusterSourceTests
{
    [Fact]
    public async Task Server_that_restarts_and_forgets_its_versions_adds_nothing_twice()
    {
        var server = await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        var flux = await CreateAllAsync("Flux", "kustomization-ready");
        await using var run = Run(cluster.Options());
        await run.SyncedAsync();

        await server.KillServerAsync();
        await run.UntilWatchAsync(watch => watch.Phase == WatchPhase.Failing);
        await server.StartServerAsync();
        await cluster.Writer.UpdateAsync(shop, Deploy);
        await cluster.Writer.DeleteAsync(flux[1]);
        await server.CompactAsync();
        await server.KillServerAsync();
        await server.StartServerAsync();
        await run.UntilAsync(applications => applications is [{ Sync: SyncStatus.OutOfSync }]);

        var text = await _ledger.ReadAsync();
        text.Split('\n').Should().ContainSingle(line => line.Contains($"Failed of {NewSha}", StringComparison.Ordinal));
        text.Should().Contain("Kustomization flux-system/shop of edge, gone ");
    }

    [Fact]
    public async Task Connection_that_falls_silent_is_noticed_and_nothing_is_missed()
    {
        var server = await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        await CreateAllAsync("Flux", "kustomization-ready");
        await using var relay = new TcpRelay(server.Url.Port);
        var kubeconfig = await cluster.ServiceAccountAsync("gitops-companion", "gitops", url: new Uri($"https://127.0.0.1:{relay.Port}"));
        await using var run = Run(cluster.Options(kubeconfig: kubeconfig));
        await run.SyncedAsync();

        relay.Freeze();
        await cluster.Writer.UpdateAsync(shop, Deploy);
        var late = await CreateAsync("ArgoCd", "new-without-status", name: "late");

        await run.UntilAsync(
            applications => applications.Count == 3 && applications.Any(application => application.Sync == SyncStatus.OutOfSync));
        relay.Freeze();
        await cluster.Writer.DeleteAsync(late);
        await run.UntilAsync(applications => applications.Count == 2);
    }
}
