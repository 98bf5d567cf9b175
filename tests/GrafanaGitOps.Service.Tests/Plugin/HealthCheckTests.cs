using System.Text.Json;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Storage;
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
        Assert.Equal($"GitOps {BuildInfo.Version}: no repository has been read yet; add one to git.repositories", (await CheckAsync(fixture.Stores)).Message);
        await fixture.FillAsync();

        var health = await CheckAsync(fixture.Stores);

        Assert.Equal((true, $"GitOps {BuildInfo.Version}: 2 repositories, 5 commits; 1 repository has errors"), (health.Ok, health.Message));
        var details = JsonElement.Parse(health.JsonDetails.Span);
        Assert.Equal(
            "platform: 5 commits, fetched 2026-03-01 11:59:18 UTC\nsecrets: 0 commits, never fetched, error: " + SampleHistory.Broken.Error,
            details.GetProperty("verboseMessage").GetString());
        Assert.Equal("sqlite", details.GetProperty("store").GetProperty("kind").GetString());
        Assert.Equal(["platform", "secrets"], details.GetProperty("repositories").EnumerateArray().Select(repository => repository.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Store_that_cannot_be_opened_is_an_error_that_says_why()
    {
        using var logs = new TestLogs();
        await using var stores = StoreAccess.Open(new StorageOptions { Sqlite = "/proc/nowhere/gitops.db" }, retry: false, logs, TimeProvider.System);

        var health = await CheckAsync(stores);

        Assert.False(health.Ok);
        Assert.Contains("/proc/nowhere/gitops.db", health.Message, StringComparison.Ordinal);
    }

    private static Task<HealthResult> CheckAsync(StoreAccess stores) => new HealthCheck(stores, "sqlite").CheckAsync(Cancellation);
}
