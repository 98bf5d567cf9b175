using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

/// <summary>From the objects of both operators on a real API server, read with the role of provisioning/kubernetes, to the ledger.</summary>
[Collection(OperatorClusterCollection.Name)]
public sealed class ClusterSourceTests(OperatorCluster cluster) : IAsyncLifetime
{
    private static readonly DateTimeOffset Nine = new(2030, 1, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gitops-clusters-");
    private readonly TestLogs _logs = new();
    private readonly SettableClock _clock = new(Nine);
    private Store _store = null!;
    private LedgerText _ledger = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // The tests' clock is years ahead of the syncs that the objects remember.
        var retention = new RetentionOptions { SyncEvents = TimeSpan.FromDays(3650) };
        var options = new StorageOptions { Sqlite = Path.Combine(_folder.FullName, "gitops.db"), Retention = retention };
        _store = await Store.OpenAsync(options, _logs, Cancellation);
        _ledger = new LedgerText(_store);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
        _logs.Dispose();
    }

    [Fact]
    public async Task Whole_day_of_two_operators_with_a_restart_in_between_is_in_the_ledger()
    {
        await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        var doomed = await CreateAsync("ArgoCd", "health-degraded", name: "doomed");
        var flux = await CreateAllAsync("Flux", "kustomization-ready");
        var chart = await CreateAllAsync("Flux", "helmrelease-ready");
        await using (var run = Run(cluster.Options()))
        {
            await run.SyncedAsync();

            // Ten o'clock: a sync of a new revision begins and ends, the git source of Flux moves on, an application is made anew under its name.
            _clock.Now = Nine.AddHours(1);
            await cluster.Writer.UpdateAsync(shop, Deploy);
            await cluster.Writer.UpdateAsync(flux[0], source => Replace(source, "status", OldSha, NewSha));
            await run.UntilAsync(applications => applications.Count(application => application.Sync == SyncStatus.OutOfSync) == 2);
            await cluster.Writer.DeleteAsync(doomed);
            await run.UntilAsync(applications => applications.All(application => application.Name != "doomed"));
            _clock.Now = Nine.AddMinutes(70);
            await CreateAsync("ArgoCd", "new-without-status", name: "doomed");
            await run.UntilAsync(applications => applications.Any(application => application.Name == "doomed"));
            _clock.Now = Nine.AddHours(2);
        }

        // Nobody watches: the sync status comes back, the Helm release goes, a new application comes.
        _clock.Now = Nine.AddHours(3);
        foreach (var watch in await _store.ReadWatchesAsync(Cancellation)) _ledger.NameBound(watch.LastAlive!.Value, "the last look");
        await cluster.Writer.UpdateAsync(shop, application => application["status"]!["sync"]!["status"] = "Synced");
        await cluster.Writer.UpdateAsync(flux[0], source => Replace(source, "status", NewSha, OldSha));
        await cluster.Writer.DeleteAsync(chart[^1]);
        await CreateAsync("ArgoCd", "multi-source-with-values", name: "late");
        _clock.Now = Nine.AddHours(4);
        await using (var run = Run(cluster.Options())) await run.SyncedAsync();
        var text = await _ledger.ReadAsync();

        // Another restart, in which nothing has happened, adds nothing.
        _clock.Now = Nine.AddHours(5);
        await using (var run = Run(cluster.Options())) await run.SyncedAsync();

        Assert.Equal(text, await _ledger.ReadAsync());
        Golden.Matches("GrafanaGitOps.Service.Tests/Sources/Clusters/whole-day.golden.txt", text);
    }

    [Fact]
    public async Task Operators_own_workloads_are_recorded_by_label()
    {
        await cluster.EmptyAsync();
        foreach (var document in ClusterWriter.Case("Operators", "flux").Concat(ClusterWriter.Case("Operators", "argocd").Take(1)))
            await cluster.Writer.CreateAsync(Workload(document));
        await using var run = Run(cluster.Options());
        await run.SyncedAsync();

        Assert.Equal(
            ["argocd argocd-application-controller 2/3 v3.1.0", "flux helm-controller 0/1 v2.7.2", "flux source-controller 1/1 v2.7.2"],
            (await _store.ReadComponentsAsync(Cancellation)).Select(one => $"{one.Operator} {one.Name} {one.Ready}/{one.Desired} {one.Version}"));

        await cluster.Writer.DeleteAsync(ClusterWriter.Case("Operators", "flux")[1]);
        await Wait.UntilAsync(async () => (await _store.ReadComponentsAsync(Cancellation)).Count == 2);
    }

    [Fact]
    public async Task Operator_that_is_installed_later_is_picked_up_and_its_removal_ends_its_applications()
    {
        var server = await cluster.EmptyAsync();
        await server.KubectlAsync("delete crd applications.argoproj.io --wait=true");
        try
        {
            await using var run = Run(cluster.Options());
            await run.SyncedAsync();
            await run.UntilWatchAsync(watch => watch is { Resource: ApplicationResources.Applications, Phase: WatchPhase.Missing, SyncedAt: not null });

            await cluster.InstallAsync();
            await Wait.UntilAsync(async () => await TryAsync(() => CreateAsync("ArgoCd", "synced-healthy")));
            await run.UntilAsync(applications => applications.Count == 1);

            await server.KubectlAsync("delete crd applications.argoproj.io --wait=true");
            await run.UntilAsync(applications => applications.Count == 0);
        }
        finally
        {
            await cluster.InstallAsync();
        }
    }

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
        await run.UntilWatchAsync(watch => watch is { Resource: ApplicationResources.HelmReleases, Phase: WatchPhase.Forbidden });
        await Wait.UntilAsync(async () =>
            (await _store.ReadWatchesAsync(Cancellation)).Count(watch => watch.Phase == WatchPhase.Watching) == 3);
        var watches = await _store.ReadWatchesAsync(Cancellation);
        var forbidden = watches.Single(watch => watch.Resource == ApplicationResources.HelmReleases);
        Assert.Equal(WatchPhase.Forbidden, forbidden.Phase);
        Assert.Contains("cannot list resource \"helmreleases\"", forbidden.LastError, StringComparison.Ordinal);
        Assert.Contains("provisioning/kubernetes", forbidden.LastError, StringComparison.Ordinal);
        Assert.Equal(3, watches.Count(watch => watch.Phase == WatchPhase.Watching));

        await server.KubectlAsync("create clusterrolebinding wide --clusterrole=gitops-companion --serviceaccount=default:narrow");
        await run.UntilAsync(applications => applications.Count == 3);
    }

    [Fact]
    public async Task Clusters_are_kept_apart_and_one_that_cannot_be_configured_is_told_and_stops_no_other()
    {
        await cluster.EmptyAsync();
        await CreateAsync("ArgoCd", "synced-healthy", @namespace: "blue");
        await CreateAsync("ArgoCd", "synced-healthy", @namespace: "green");
        var broken = Path.Combine(_folder.FullName, "broken");
        await File.WriteAllTextAsync(broken, "contexts: []\n", Cancellation);
        ClusterOptions Namespaced(string name) => new() { Name = name, Kubeconfig = cluster.Kubeconfig, Namespaces = [name] };

        var unusable = new ClusterOptions { Name = "broken", Kubeconfig = broken };
        await using var run = Run(Namespaced("blue"), unusable, Namespaced("green"), cluster.Options());
        await run.SyncedAsync();
        await run.UntilAsync(applications => applications.Count == 4);

        foreach (var (name, objects) in new[] { ("blue", 1), ("green", 1), ("edge", 2) })
        {
            await run.UntilWatchAsync(watch =>
                watch is { Resource: ApplicationResources.Applications, Phase: WatchPhase.Watching }
                && watch.Cluster == name && watch.Objects == objects);
        }

        var states = (await _store.ReadWatchesAsync(Cancellation)).Where(watch => watch.Resource == ApplicationResources.Applications);
        Assert.Equal(
            ["blue blue Watching 1", "broken all Failing 0", "edge all Watching 2", "green green Watching 1"],
            states.Select(state => $"{state.Cluster} {state.Namespace ?? "all"} {state.Phase} {state.Objects}"));
        await run.UntilWatchAsync(watch => watch.Cluster == "broken" && watch.LastError!.Contains("current-context", StringComparison.Ordinal));

        File.Copy(cluster.Kubeconfig, broken, overwrite: true);
        await run.UntilAsync(applications => applications.Count == 6);
    }

    [Fact]
    public async Task Clusters_of_one_name_do_not_overwrite_each_other()
    {
        await cluster.EmptyAsync();
        await using var run = Run(cluster.Options(), new ClusterOptions { Kubeconfig = cluster.Kubeconfig, Context = "edge" });
        await run.SyncedAsync();
        await Wait.UntilAsync(() => _logs.Lines.Any(line => line.Contains("Cluster edge: another of kubernetes.clusters", StringComparison.Ordinal)));
    }

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
        Assert.Single(text.Split('\n'), line => line.Contains($"Failed of {NewSha}", StringComparison.Ordinal));
        Assert.Contains("Kustomization flux-system/shop of edge, gone ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_that_expires_is_told_and_its_successor_is_used_at_once()
    {
        var server = await cluster.EmptyAsync();
        var shop = await CreateAsync("ArgoCd", "synced-healthy");
        await using var relay = new TcpRelay(server.Url.Port);
        var file = Path.Combine(_folder.FullName, "token");
        var good = await server.KubectlAsync("create token gitops-companion -n gitops");
        await File.WriteAllTextAsync(file, good, Cancellation);
        var kubeconfig = cluster.WriteKubeconfig("token-file", "edge", $"tokenFile: \"{file}\"", new Uri($"https://127.0.0.1:{relay.Port}"));
        await using var run = Run(cluster.Options(kubeconfig: kubeconfig));
        await run.SyncedAsync();

        await File.WriteAllTextAsync(file, "expired", Cancellation);
        // Watches that are open go on with the old token, whose content is read again after some seconds at the latest.
        await Wait.UntilAsync(async () =>
        {
            relay.Refuse();
            relay.Accept();
            await Task.Delay(500, Cancellation);
            return (await _store.ReadWatchesAsync(Cancellation)).Any(watch => watch.LastError?.Contains("renew the token", StringComparison.Ordinal) == true);
        });
        await cluster.Writer.UpdateAsync(shop, Deploy);
        await File.WriteAllTextAsync(file, good, Cancellation);

        await run.UntilAsync(applications => applications is [{ Sync: SyncStatus.OutOfSync }]);
        Assert.DoesNotContain(good.Trim(), string.Join('\n', _logs.Lines), StringComparison.Ordinal);
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

        await run.UntilAsync(applications => applications.Count == 3 && applications.Any(application => application.Sync == SyncStatus.OutOfSync));
        relay.Freeze();
        await cluster.Writer.DeleteAsync(late);
        await run.UntilAsync(applications => applications.Count == 2);
    }

    private const string OldSha = "a6daaa72000bdb9404414615f2face6f92c4132c";
    private const string NewSha = "0123456789abcdef0123456789abcdef01234567";

    /// <summary>A sync of a new revision that fails.</summary>
    private static void Deploy(JsonObject application)
    {
        var operation = application["status"]!["operationState"]!;
        (operation["startedAt"], operation["finishedAt"]) = ("2030-01-01T09:30:00Z", "2030-01-01T09:31:00Z");
        (operation["phase"], operation["message"]) = ("Failed", "one or more objects failed to apply");
        operation["syncResult"]!["revision"] = NewSha;
        operation["operation"]!["sync"]!["revision"] = NewSha;
        (application["status"]!["sync"]!["status"], application["status"]!["sync"]!["revision"]) = ("OutOfSync", NewSha);
    }

    private static void Replace(JsonObject document, string key, string old, string @new) =>
        document[key] = JsonNode.Parse(document[key]!.ToJsonString().Replace(old, @new, StringComparison.Ordinal));

    private ClusterRun Run(params List<ClusterOptions> clusters) => new(_store, _logs, _clock, clusters);

    private Task<JsonObject> CreateAsync(string source, string @case, string? name = null, string? @namespace = null)
    {
        var document = ClusterWriter.Case(source, @case)[0];
        if (name is not null) document["metadata"]!["name"] = name;
        if (@namespace is not null) document["metadata"]!["namespace"] = @namespace;
        return CreateAsync(document);
    }

    private async Task<JsonObject> CreateAsync(JsonObject document)
    {
        var created = await cluster.Writer.CreateAsync(document);
        _ledger.Name((DateTimeOffset)created["metadata"]!["creationTimestamp"]!, "creation");
        return created;
    }

    private async Task<IReadOnlyList<JsonObject>> CreateAllAsync(string source, string @case)
    {
        var created = new List<JsonObject>();
        foreach (var document in ClusterWriter.Case(source, @case)) created.Add(await CreateAsync(document));
        return created;
    }

    private static async Task<bool> TryAsync(Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>What the API server demands of a workload besides what we read.</summary>
    private static JsonObject Workload(JsonObject document)
    {
        var labels = new JsonObject { ["app"] = "x" };
        document["spec"]!["selector"] = new JsonObject { ["matchLabels"] = labels };
        document["spec"]!["template"]!["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() };
        if ((string)document["kind"]! == "StatefulSet") document["spec"]!["serviceName"] = "x";
        return document;
    }
}
