using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Telemetry;
using GrafanaGitOps.Service.Tests.Queries;

namespace GrafanaGitOps.Service.Tests.Plugin;

public sealed class HealthCheckTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repository_with_an_error_is_told_and_leaves_the_data_source_healthy()
    {
        await using var fixture = new QueryFixture();
        await fixture.InitializeAsync();
        (await CheckAsync(fixture.Stores)).Message
            .Should().Be($"GitOps {BuildInfo.Version}: no repository has been read yet; add one to git.repositories");
        await fixture.FillAsync();

        var health = await CheckAsync(fixture.Stores);

        (health.Ok, health.Message).Should().Be((true, $"GitOps {BuildInfo.Version}: 2 repositories, 5 commits; 1 repository has errors"));
        var details = JsonElement.Parse(health.JsonDetails.Span);
        details.GetProperty("verboseMessage").GetString().Should().Be(
            "platform: 5 commits, fetched 2026-03-01 11:59:18 UTC\nsecrets: 0 commits, never fetched, error: " + SampleHistory.Broken.Error);
        details.GetProperty("store").GetProperty("kind").GetString().Should().Be("sqlite");
        details.GetProperty("repositories").EnumerateArray().Select(repository => repository.GetProperty("name").GetString())
            .Should().Equal("platform", "secrets");
    }

    [Fact]
    public async Task Cluster_that_lacks_something_is_named_with_what_is_missing_and_how_to_mend_it()
    {
        await using var fixture = new QueryFixture();
        await fixture.InitializeAsync();
        await fixture.Store.Operators.RecordWatchesAsync(
            [
                Watch("edge", "kustomizations.kustomize.toolkit.fluxcd.io", WatchPhase.Watching, 30),
                Watch("edge", "helmreleases.helm.toolkit.fluxcd.io", WatchPhase.Forbidden, 0, "Grant get, list and watch on it."),
                Watch("edge", "applications.argoproj.io", WatchPhase.Missing, 0),
                Watch("empty", "applications.argoproj.io", WatchPhase.Missing, 0),
                Watch("gone", "applications.argoproj.io", WatchPhase.Failing, 7, "Cluster gone: no answer."),
                Watch("gone", "deployments.apps", WatchPhase.Failing, 9, "Cluster gone: no answer."),
            ],
            Cancellation);

        var health = await CheckAsync(fixture.Stores);

        health.Message.Should().Be(
            $"GitOps {BuildInfo.Version}: no repository has been read yet; add one to git.repositories; 3 clusters, 37 applications; "
            + "cluster edge: no right to read helmreleases.helm.toolkit.fluxcd.io; cluster empty serves no kind of Argo CD or Flux; cluster gone cannot be read");
        JsonElement.Parse(health.JsonDetails.Span).GetProperty("verboseMessage").GetString().Should().Be(
            """
            cluster edge: 30 applications; not served: applications.argoproj.io; error: Grant get, list and watch on it.
            cluster empty: 0 applications; neither Argo CD nor Flux is installed there, as far as this credential can see
            cluster gone: 7 applications; error: Cluster gone: no answer.
            """);
    }

    [Theory]
    [InlineData(ReplicaRole.Leader, "this replica is the leader: it collects and answers")]
    [InlineData(ReplicaRole.Follower, "this replica is a follower: it answers from what another collects, and takes over when that one ends")]
    [InlineData(ReplicaRole.Undecided, "this replica does not know which replica collects; its log says why")]
    public async Task Replica_says_whether_it_collects(ReplicaRole role, string line)
    {
        await using var fixture = new QueryFixture();
        await fixture.InitializeAsync();

        var details = JsonElement.Parse((await CheckAsync(fixture.Stores, () => role)).JsonDetails.Span);

        details.GetProperty("verboseMessage").GetString().Should().Be(line);
        details.GetProperty("replica").GetString().Should().BeEquivalentTo(role.ToString());
    }

    [Fact]
    public async Task Store_that_cannot_be_opened_is_an_error_that_says_why()
    {
        using var logs = new TestLogs();
        await using var stores = StoreAccess.Open(new StorageOptions { Sqlite = "/proc/nowhere/gitops.db" }, retry: false, logs, TimeProvider.System);

        var health = await CheckAsync(stores);

        health.Ok.Should().BeFalse();
        health.Message.Should().Contain("/proc/nowhere/gitops.db");
    }

    private static WatchState Watch(string cluster, string resource, WatchPhase phase, int objects, string? error = null) =>
        new() { Cluster = cluster, Resource = resource, Phase = phase, Objects = objects, LastError = error };

    private static Task<HealthResult> CheckAsync(StoreAccess stores, Func<ReplicaRole>? role = null) =>
        new HealthCheck(stores, role).CheckAsync(Cancellation);
}
