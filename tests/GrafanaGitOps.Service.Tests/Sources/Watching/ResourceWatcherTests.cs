using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Watching;
using GrafanaGitOps.Service.Tests.Sources.Kubernetes;

namespace GrafanaGitOps.Service.Tests.Sources.Watching;

/// <summary>The watcher on a real API server, through all that goes wrong there.</summary>
[Collection(TestCluster.Name)]
public sealed class ResourceWatcherTests(KubernetesApiServer fixture) : IDisposable
{
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task Watch_through_list_changes_and_deletion_tells_each_once()
    {
        var server = await StartAsync("basic.test", ("a", "1"), ("b", "1"), ("c", "1"));
        using var client = Client(server);
        await using var recorder = Record(client, "basic.test", new ResourceWatcherOptions { Timings = TestCluster.Timings with { PageSize = 2 } });
        await recorder.WaitForAsync("Synced");

        await server.ApplyAsync(TestCluster.Widget("basic.test", "a", "2"));
        await server.ApplyAsync(TestCluster.Widget("basic.test", "d", "1"));
        await server.KubectlAsync("delete widgets.basic.test b");
        var deleted = await recorder.WaitForAsync("Deleted b=1");

        recorder.Lines.Should().Equal("Listed a=1", "Listed b=1", "Listed c=1", "Synced", "Modified a=2", "Added d=1", "Deleted b=1");
        deleted.NotBefore.Should().BeNull();
        var state = recorder.Watcher.States.Should().ContainSingle().Which;
        (state.Phase, state.Version, state.Objects, state.Rejected).Should().Be((WatchPhase.Watching, "v1", 3, 0L));
    }

    [Fact]
    public async Task Server_killed_and_started_again_loses_and_invents_nothing()
    {
        var server = await StartAsync("restart.test", ("kept", "1"), ("changed", "1"));
        using var client = Client(server);
        await using var recorder = Record(client, "restart.test");
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Watching);

        await server.KillServerAsync();
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Failing);
        await server.StartServerAsync();
        await server.ApplyAsync(TestCluster.Widget("restart.test", "changed", "2"));
        await recorder.WaitForAsync("Modified changed=2");
        await server.ApplyAsync(TestCluster.Widget("restart.test", "new", "1"));
        await recorder.WaitForAsync("Added new=1");

        recorder.Lines.Where(line => line != "Synced").Should().Equal("Listed changed=1", "Listed kept=1", "Modified changed=2", "Added new=1");
    }

    [Fact]
    public async Task Changes_while_the_server_was_out_of_reach_and_compacted_have_bounds()
    {
        var server = await StartAsync("compact.test", ("gone", "1"), ("changed", "1"), ("again", "1"));
        using var client = Client(server);
        await using var proxy = new TcpRelay(server.Url.Port);
        using var relayed = Relayed(server, proxy);
        await using var recorder = Record(relayed, "compact.test");
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Watching);
        var before = TimeProvider.System.GetUtcNow();

        proxy.Refuse();
        await server.KubectlAsync("delete widgets.compact.test gone again");
        await server.ApplyAsync(TestCluster.Widget("compact.test", "again", "2") + TestCluster.Widget("compact.test", "changed", "2"));
        await server.CompactAsync();
        await server.StopServerAsync(); // Its cache of events would still know the version.
        await server.StartServerAsync();
        var after = TimeProvider.System.GetUtcNow();
        proxy.Accept();
        await recorder.WaitForAsync("Deleted gone=?");

        recorder.Lines.Where(line => line != "Synced" && !line.StartsWith("Listed", StringComparison.Ordinal))
            .Should().Equal("Deleted again=?", "Added again=2", "Modified changed=2", "Deleted gone=?");
        recorder.Changes.Where(change => change.Kind is ResourceChangeKind.Deleted or ResourceChangeKind.Modified).Should().AllSatisfy(change =>
        {
            (change.NotBefore <= before).Should().BeTrue();
            (change.ObservedAt >= after).Should().BeTrue();
        });
        _logs.Lines.Should().Contain(line => line.Contains("has forgotten our version"));
    }

    [Fact]
    public async Task Silent_connection_is_opened_anew_and_nothing_is_missed()
    {
        var server = await StartAsync("silent.test", ("a", "1"));
        await using var proxy = new TcpRelay(server.Url.Port);
        using var client = Relayed(server, proxy);
        await using var recorder = Record(client, "silent.test");
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Watching);

        proxy.Freeze();
        await server.ApplyAsync(TestCluster.Widget("silent.test", "a", "2"));
        await recorder.WaitForAsync("Modified a=2");

        recorder.Lines.Should().Equal("Listed a=1", "Synced", "Modified a=2");
    }

    [Fact]
    public async Task Silent_connection_is_opened_anew_soon_when_somebody_tells_of_a_change()
    {
        var server = await StartAsync("told.test", ("a", "1"));
        await using var proxy = new TcpRelay(server.Url.Port);
        using var client = Relayed(server, proxy);
        await using var recorder = Record(
            client, "told.test", new ResourceWatcherOptions { Timings = TestCluster.Timings with { Silence = TimeSpan.FromHours(1), CatchUp = TimeSpan.FromSeconds(0.1) } });
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Watching);
        proxy.Freeze();
        await server.ApplyAsync(TestCluster.Widget("told.test", "a", "2"));

        recorder.Watcher.Expect("default");

        await recorder.WaitForAsync("Modified a=2");
    }

    [Fact]
    public async Task Kind_installed_later_is_picked_up_and_its_removal_deletes_its_objects()
    {
        var server = fixture.Required();
        using var client = Client(server);
        await using var recorder = Record(client, "later.test");
        await recorder.WaitForStateAsync(state => state.Phase == WatchPhase.Missing);

        await StartAsync("later.test", ("a", "1"));
        await recorder.WaitForAsync("Added a=1");
        await server.KubectlAsync("delete crd widgets.later.test");
        await recorder.WaitForAsync(change => change.Kind == ResourceChangeKind.Deleted, "Deleted a");
        await recorder.WaitForStateAsync(state => state is { Phase: WatchPhase.Missing, Objects: 0 });
    }

    [Fact]
    public async Task Baseline_of_an_earlier_run_tells_what_changed_in_between()
    {
        var server = await StartAsync("baseline.test", ("same", "1"), ("changed", "1"), ("gone", "1"));
        using var client = Client(server);
        WatchBaseline baseline;
        await using (var first = Record(client, "baseline.test"))
        {
            await first.WaitForAsync("Synced");
            baseline = new WatchBaseline([.. first.Changes.Where(change => change.Object is not null).Select(change => change.Key)], TimeProvider.System.GetUtcNow());
        }

        await server.ApplyAsync(TestCluster.Widget("baseline.test", "changed", "2") + TestCluster.Widget("baseline.test", "new", "1"));
        await server.KubectlAsync("delete widgets.baseline.test gone");
        await using var second = Record(client, "baseline.test", new ResourceWatcherOptions { Baseline = baseline, Timings = TestCluster.Timings });
        await second.WaitForAsync("Synced");

        second.Lines.Should().Equal("Modified changed=2", "Added new=1", "Listed same=1", "Deleted gone=?", "Synced");
        second.Changes.Should().AllSatisfy(change => change.NotBefore.Should().Be(
            change.Kind is ResourceChangeKind.Listed or ResourceChangeKind.Synced ? null : baseline.LastAlive));
    }

    [Fact]
    public async Task Object_that_its_parser_refuses_is_reported_and_the_others_go_on()
    {
        var server = await StartAsync("broken.test", ("a", "1"));
        await server.ApplyAsync("""{"apiVersion": "broken.test/v1", "kind": "Widget", "metadata": {"name": "b", "namespace": "default"}, "spec": {"value": 5}}""");
        using var client = Client(server);
        await using var recorder = Record(client, "broken.test");
        await recorder.WaitForAsync("Synced");
        await server.ApplyAsync(TestCluster.Widget("broken.test", "b", "mended"));
        await recorder.WaitForAsync("Added b=mended");

        recorder.Lines.Should().Equal("Listed a=1", "Synced", "Added b=mended");
        var state = recorder.Watcher.States.Should().ContainSingle().Which;
        state.Rejected.Should().Be(1);
        state.LastError.Should().StartWith("Cluster local: widgets.broken.test: default/b cannot be read:");
    }

    private async Task<KubernetesApiServer> StartAsync(string group, params (string Name, string Value)[] widgets)
    {
        var server = fixture.Required();
        await server.ApplyAsync(TestCluster.CustomResource(group));
        await server.EstablishedAsync();
        await server.ApplyWhenServedAsync(string.Concat(widgets.Select(widget => TestCluster.Widget(group, widget.Name, widget.Value))));
        return server;
    }

    private static ClusterClient Client(KubernetesApiServer server) =>
        new(new ClusterOptions { Kubeconfig = server.Kubeconfig }, TimeProvider.System);

    private static ClusterClient Relayed(KubernetesApiServer server, TcpRelay relay) => TestSettings.Client(server, $"https://127.0.0.1:{relay.Port}");

    private ChangeRecorder Record(ClusterClient client, string group, ResourceWatcherOptions? options = null) =>
        new(client, TestCluster.Widgets(group), options ?? new ResourceWatcherOptions { Timings = TestCluster.Timings }, _logs);
}
