using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

public sealed partial class ClusterSourceTests
{
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
                watch is { Resource: "applications.argoproj.io", Phase: WatchPhase.Watching }
                && watch.Cluster == name && watch.Objects == objects);
        }

        var states = (await _store.Operators.ReadWatchesAsync(Cancellation)).Where(watch => watch.Resource == "applications.argoproj.io");
        states.Select(state => $"{state.Cluster} {state.Namespace ?? "all"} {state.Phase} {state.Objects}")
            .Should().Equal("blue blue Watching 1", "broken all Failing 0", "edge all Watching 2", "green green Watching 1");
        await run.UntilWatchAsync(
            watch => watch.Cluster == "broken" && watch.LastError!.Contains("current-context", StringComparison.Ordinal));

        File.Copy(cluster.Kubeconfig, broken, overwrite: true);
        await run.UntilAsync(applications => applications.Count == 6);
    }

    [Fact]
    public async Task Clusters_of_one_name_do_not_overwrite_each_other()
    {
        await cluster.EmptyAsync();
        await using var run = Run(cluster.Options(), new ClusterOptions { Kubeconfig = cluster.Kubeconfig, Context = "edge" });
        await run.SyncedAsync();
        await Wait.UntilAsync(
            () => _logs.Lines.Any(line => line.Contains("Cluster edge: another of kubernetes.clusters", StringComparison.Ordinal)));
    }
}
