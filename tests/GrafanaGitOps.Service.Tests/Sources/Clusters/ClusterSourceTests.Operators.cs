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

        (await _store.Operators.ReadComponentsAsync(Cancellation)).Select(
            one => $"{one.Operator} {one.Name} {one.Ready}/{one.Desired} {one.Version}").Should().Equal("argocd argocd-application-controller 2/3 v3.1.0", "flux helm-controller 0/1 v2.7.2", "flux source-controller 1/1 v2.7.2");

        await cluster.Writer.DeleteAsync(ClusterWriter.Case("Operators", "flux")[1]);
        await Wait.UntilAsync(async () => (await _store.Operators.ReadComponentsAsync(Cancellation)).Count == 2);
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

    [Fact]
    public async Task Look_that_waited_for_its_turn_while_a_newer_one_was_recorded_counts()
    {
        await cluster.EmptyAsync();
        var flux = await CreateAllAsync("Flux", "kustomization-ready");
        await using var run = Run(cluster.Options());
        await run.SyncedAsync();

        // The clock says when a watch saw the change, the order of the lines when the change had its turn.
        _clock.Now = Nine.AddHours(1);
        await cluster.Writer.UpdateAsync(flux[1], Label("staging"));
        await LedgerSaysAsync("staging, Synced");
        _clock.Now = Nine.AddMinutes(59);
        await cluster.Writer.UpdateAsync(flux[0], source => Replace(source, "status", OldSha, NewSha));
        await LedgerSaysAsync("staging, OutOfSync");

        _clock.Now = Nine.AddHours(2);
        await cluster.Writer.UpdateAsync(flux[0], source => source["spec"]!["url"] = "https://git.example.com/fleet.git");
        await LedgerSaysAsync("https://git.example.com/fleet.git");
        _clock.Now = Nine.AddMinutes(117);
        await cluster.Writer.UpdateAsync(flux[1], Label("production"));
        await LedgerSaysAsync("production, OutOfSync");
        _clock.Now = Nine.AddMinutes(118);
        await cluster.Writer.DeleteAsync(flux[1]);
        await LedgerSaysAsync("gone at 2030-01-01 11:00:00");
        _clock.Now = Nine.AddMinutes(119);
        await CreateAsync(flux[1]);
        await run.UntilAsync(applications => applications is [{ Sync: SyncStatus.OutOfSync }]);
    }

    private Task LedgerSaysAsync(string text)
    {
        var ledger = "";
        return Wait.UntilAsync(async () => (ledger = await _ledger.ReadAsync()).Contains(text, StringComparison.Ordinal), () => ledger);
    }

    private static Action<JsonObject> Label(string environment) =>
        document => document["metadata"]!["labels"] = new JsonObject { ["environment"] = environment };

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
