using System.Text.Json.Nodes;
using GrafanaGitOps.Service.Events;

namespace GrafanaGitOps.Service.Tests.Sources.Clusters;

public sealed partial class ClusterSourceTests
{
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
            (await _store.ReadComponentsAsync(Cancellation)).Select(
                one => $"{one.Operator} {one.Name} {one.Ready}/{one.Desired} {one.Version}"));

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
            await run.UntilWatchAsync(
                watch => watch is { Resource: "applications.argoproj.io", Phase: WatchPhase.Missing, SyncedAt: not null });

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
