using System.Globalization;
using GrafanaGitOps.Service.Demo.Objects;
using GrafanaGitOps.Service.Demo.Story;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Storage.Applications;
using GrafanaGitOps.Service.Storage.Syncs;

namespace GrafanaGitOps.Service.Tests.Demo;

public sealed class LedgerSeederTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ledger_has_every_sync_of_the_story_once_at_its_time()
    {
        await using var bench = await DemoBench.StartAsync();
        await bench.SeedAsync();
        await using var store = await bench.OpenStoreAsync();

        var recorded = new List<string>();
        var filter = new SyncEventFilter { Applications = new ApplicationFilter { Operators = [OperatorNames.ArgoCd] }, Limit = 100_000 };
        await foreach (var sync in store.Syncs.ReadAsync(filter, Cancellation)) recorded.Add(Line(sync));

        recorded.Order(StringComparer.Ordinal).Should().Equal(Told(bench.Run.Start).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Watches_that_begin_after_the_seeding_miss_nothing()
    {
        await using var bench = await DemoBench.StartAsync();
        await bench.SeedAsync();
        await using var store = await bench.OpenStoreAsync();

        var watches = await store.Operators.ReadWatchesAsync(Cancellation);

        watches.Should().HaveCount(3 * 11);
        watches.Should().AllSatisfy(watch => watch.LastAlive.Should().Be(bench.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Ledger_that_holds_something_is_refused()
    {
        await using var bench = await DemoBench.StartAsync();
        await bench.SeedAsync();

        var refused = (await FluentActions.Awaiting(bench.SeedAsync)
            .Should().ThrowExactlyAsync<GrafanaGitOps.Service.Configuration.ConfigurationException>()).Which;

        refused.Message.Should().Contain("holds data already");
    }

    /// <summary>The syncs that ended or run, as the story tells them by itself.</summary>
    private static List<string> Told(DateTimeOffset start)
    {
        var clock = new StoryClock(start, 1);
        var world = new DemoWorld(clock, repository => repository, (_, number) => number.ToString(CultureInfo.InvariantCulture));
        var syncs = new List<string>();
        foreach (var happened in Scenario.Events(7, start).TakeWhile(happened => happened.At <= TimeSpan.Zero))
        {
            foreach (var application in world.Apply(happened).OfType<ArgoCdApplication>().Where(_ => happened is SyncEnded))
            {
                var sync = application.Sync!;
                var kind = sync.Cause == SyncCause.SelfHeal ? SyncKind.SelfHeal : SyncKind.Full;
                syncs.Add(Line(application.Cluster, application.Name, sync.Started, sync.Ended!.Value, sync.Phase, kind, sync.User));
            }
        }

        return syncs;
    }

    private static string Line(SyncEvent sync) => Line(
        sync.Application.Cluster, sync.Application.Name, sync.Started.NotAfter, sync.Finished!.Value.NotAfter, sync.Phase.ToString(),
        sync.Kind, sync.Initiator.User);

    private static string Line(
        string cluster, string name, DateTimeOffset began, DateTimeOffset ended, string phase, SyncKind kind, string? user) =>
        string.Create(CultureInfo.InvariantCulture, $"{cluster}/{name} {began:s} {ended:s} {phase} {kind} {user}");
}
