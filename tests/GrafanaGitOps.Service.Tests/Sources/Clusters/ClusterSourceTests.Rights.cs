using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

public sealed partial class ClusterSourceTests
{
    [Fact]
    public async Task Missing_right_is_told_and_everything_else_goes_on()
    {
        var server = await cluster.EmptyAsync();
        await CreateAsync("ArgoCd", "synced-healthy");
        await CreateAllAsync("Flux", "kustomization-ready");
        await CreateAllAsync("Flux", "helmrelease-ready");
        var kubeconfig = await cluster.ServiceAccountAsync("narrow", "default");
        await server.KubectlAsync(
            "create clusterrole narrow --verb=get,list,watch "
            + "--resource=applications.argoproj.io,gitrepositories.source.toolkit.fluxcd.io,kustomizations.kustomize.toolkit.fluxcd.io");
        await server.KubectlAsync("create clusterrolebinding narrow --clusterrole=narrow --serviceaccount=default:narrow");

        await using var run = Run(cluster.Options(kubeconfig: kubeconfig));
        await run.SyncedAsync();
        await run.UntilAsync(applications => applications.Count == 2);

        // States are told a moment after the objects.
        await run.UntilWatchAsync(watch => watch is { Resource: "helmreleases.helm.toolkit.fluxcd.io", Phase: WatchPhase.Forbidden });
        await Wait.UntilAsync(async () =>
            (await _store.Operators.ReadWatchesAsync(Cancellation)).Count(watch => watch.Phase == WatchPhase.Watching) == 3);
        var watches = await _store.Operators.ReadWatchesAsync(Cancellation);
        var forbidden = watches.Single(watch => watch.Resource == "helmreleases.helm.toolkit.fluxcd.io");
        forbidden.Phase.Should().Be(WatchPhase.Forbidden);
        forbidden.LastError.Should().Contain("cannot list resource \"helmreleases\"");
        forbidden.LastError.Should().Contain("provisioning/kubernetes");
        watches.Count(watch => watch.Phase == WatchPhase.Watching).Should().Be(3);

        await server.KubectlAsync("create clusterrolebinding wide --clusterrole=gitops-companion --serviceaccount=default:narrow");
        await run.UntilAsync(applications => applications.Count == 3);
    }

    [Fact]
    public async Task Token_that_expires_is_told_and_its_successor_is_used_at_once()
    {
        var server = await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        var file = Path.Combine(_folder.FullName, "token");
        var good = await server.KubectlAsync("create token gitops-companion -n gitops");
        await File.WriteAllTextAsync(file, good, Cancellation);
        var kubeconfig = cluster.WriteKubeconfig("token-file", "edge", $"tokenFile: \"{file}\"");
        await using var run = Run(cluster.Options(kubeconfig: kubeconfig));
        await run.SyncedAsync();

        await File.WriteAllTextAsync(file, "expired", Cancellation);
        // Watches go on with the old token until they fall silent, and its content is read again after some seconds.
        await run.UntilWatchAsync(watch => watch.LastError?.Contains("renew the token", StringComparison.Ordinal) == true);
        await cluster.Writer.UpdateAsync(shop, Deploy);
        await File.WriteAllTextAsync(file, good, Cancellation);

        await run.UntilAsync(applications => applications is [{ Sync: SyncStatus.OutOfSync }]);
        string.Join('\n', _logs.Lines).Should().NotContain(good.Trim());
    }

    [Fact]
    public async Task Client_certificate_that_rotates_gives_its_rights_without_a_restart()
    {
        var server = await cluster.EmptyAsync();
        await CreateAsync("ArgoCd", "synced-healthy");
        await server.ApplyAsync(await server.KubectlAsync(
            "create clusterrolebinding rotated --clusterrole=gitops-companion --user=rotated --dry-run=client -o yaml"));
        var (certificate, key) = (Path.Combine(_folder.FullName, "client.crt"), Path.Combine(_folder.FullName, "client.key"));
        AccessTests.WriteCertificate(server, certificate, key, "CN=nobody");
        var kubeconfig = cluster.WriteKubeconfig("certificate", "edge", $"client-certificate: \"{certificate}\", client-key: \"{key}\"");
        await using var run = Run(cluster.Options(kubeconfig: kubeconfig));
        await run.SyncedAsync();
        await run.UntilWatchAsync(watch => watch.Phase == WatchPhase.Forbidden);

        AccessTests.WriteCertificate(server, certificate, key, "CN=rotated");

        await run.UntilAsync(applications => applications.Count == 1);
    }
}
