using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using GrafanaGitOps.Service.Sources;
using GrafanaGitOps.Service.Sources.Kubernetes;
using GrafanaGitOps.Service.Sources.Kubernetes.Json;

namespace GrafanaGitOps.Service.Tests.Demo;

/// <summary>The demo's API servers as the product's own client, and kubectl, use them.</summary>
public sealed class ApiServerTests : IAsyncLifetime
{
    private static readonly ResourceDefinition Applications = new("argoproj.io", "applications", "v1alpha1");

    private DemoBench _bench = null!;
    private ClusterClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _bench = await DemoBench.StartAsync();
        await _bench.SeedAsync();
        var options = _bench.Options.Kubernetes.Clusters.Single(cluster => cluster.Context == "production-eu");
        _client = new ClusterClient(options, TimeProvider.System);
    }

    [Fact]
    public async Task Kinds_that_the_product_reads_are_all_found()
    {
        foreach (var kind in SourceTable.Kinds)
            (await _client.Discovery.FindAsync(kind.Resource, Cancellation)).Should().NotBeNull();
        (await _client.Discovery.FindAsync(new ResourceDefinition("example.com", "things", "v1"), Cancellation)).Should().BeNull();
    }

    [Fact]
    public async Task List_in_pages_has_every_object_once()
    {
        var list = _client.OpenList(await QueryAsync(Applications), pageSize: 3);

        var names = new List<string>();
        await foreach (var one in list.ReadAsync(Cancellation)) names.Add(one.Meta!.Value.Name);

        names.Should().Equal("cart", "catalog", "checkout", "payments", "recommendations", "search", "shipping", "web");
        long.Parse(list.ResourceVersion, CultureInfo.InvariantCulture).Should().BeGreaterThan(1);
    }

    [Fact]
    public async Task Selector_of_labels_and_namespaces_narrow_a_list()
    {
        var all = await QueryAsync(new ResourceDefinition("apps", "deployments", "v1"));

        (await NamesAsync(all with { LabelSelector = "app.kubernetes.io/part-of in (argocd, flux)" })).Should().HaveCount(9);
        (await NamesAsync(all with { LabelSelector = "app.kubernetes.io/part-of=flux" })).Should().HaveCount(4);
        (await NamesAsync(all with { Namespace = "argocd" })).Should().HaveCount(5);
    }

    [Fact]
    public async Task Watch_goes_on_from_the_version_of_the_list_and_marks_silence()
    {
        var query = await QueryAsync(Applications);
        var list = _client.OpenList(query, pageSize: 500);
        await foreach (var _ in list.ReadAsync(Cancellation)) { }
        var patience = TimeSpan.FromMinutes(10);
        await using var watch = await _client.OpenWatchAsync(query, list.ResourceVersion, patience, patience, Cancellation);

        _bench.Run.Begin();
        var seen = new HashSet<WatchEventType>();
        while (seen.Count < 2)
        {
            // Operators look again, and idle watches hear that nothing was missed.
            var reading = watch.ReadAsync().AsTask();
            await _bench.Clock.AdvanceUntilAsync(TimeSpan.FromSeconds(31), reading);

            var next = (await reading)!.Value;
            seen.Add(next.Type);
            Version(next).Should().BeGreaterThanOrEqualTo(long.Parse(list.ResourceVersion, CultureInfo.InvariantCulture));
        }

        seen.Order().Should().Equal(WatchEventType.Modified, WatchEventType.Bookmark);
    }

    [Theory]
    [InlineData("production-eu/apis/argoproj.io/v1alpha1/applications?watch=1&resourceVersion=1", HttpStatusCode.OK, "\"code\":410")]
    [InlineData("production-eu/apis/argoproj.io/v1alpha1/applications?limit=2&continue=1.2", HttpStatusCode.Gone, "Expired")]
    [InlineData("production-eu/apis/argoproj.io/v1alpha1/applications?labelSelector=a!=b", HttpStatusCode.BadRequest, "selector")]
    [InlineData("production-eu/apis/argoproj.io/v1alpha1/things", HttpStatusCode.NotFound, "could not find")]
    [InlineData("production-eu/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/nothing", HttpStatusCode.NotFound, "not found")]
    [InlineData("nowhere/apis", HttpStatusCode.NotFound, "no cluster")]
    public async Task What_cannot_be_answered_is_refused_as_kubernetes_does(string path, HttpStatusCode expected, string text)
    {
        using var client = new HttpClient { BaseAddress = _bench.Address };

        using var answer = await client.GetAsync($"/clusters/{path}", Cancellation);

        answer.StatusCode.Should().Be(expected);
        (await answer.Content.ReadAsStringAsync(Cancellation)).Should().Contain(text);
    }

    [Fact]
    public async Task Kubectl_reads_an_application()
    {
        using var process = Process.Start(new ProcessStartInfo(
            Prerequisite.Program("kubectl"),
            ["--kubeconfig", Path.Combine(_bench.Folder, "kubeconfig"), "--cache-dir", Path.Combine(_bench.Folder, "kubectl"),
             "--namespace", "argocd", "get", "applications.argoproj.io", "checkout", "--output", "json"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        JsonElement.Parse(output).GetProperty("status").GetProperty("sync").GetProperty("status").GetString().Should().Be("Synced");
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await _bench.DisposeAsync();
    }

    private static long Version(WatchEvent change) =>
        long.Parse(change.Object.Meta!.Value.ResourceVersion, CultureInfo.InvariantCulture);

    private async Task<ResourceQuery> QueryAsync(ResourceDefinition kind) => new((await _client.Discovery.FindAsync(kind, Cancellation))!);

    private async Task<List<string>> NamesAsync(ResourceQuery query)
    {
        var names = new List<string>();
        await foreach (var one in _client.OpenList(query, pageSize: 500).ReadAsync(Cancellation)) names.Add(one.Meta!.Value.Name);
        return names;
    }
}
