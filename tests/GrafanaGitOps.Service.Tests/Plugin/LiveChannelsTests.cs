using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Protocol.Plugin;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Tests.Queries;
using GrafanaGitOps.Service.Tests.Queries.Applications;
using GrafanaGitOps.Service.Tests.Sources.Clusters;
using GrafanaGitOps.Service.Tests.Storage;
using Microsoft.Extensions.Time.Testing;

namespace GrafanaGitOps.Service.Tests.Plugin;

public sealed class LiveChannelsTests(QueryFixture fixture) : IClassFixture<QueryFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Repositories_follow_each_change()
    {
        using var runner = fixture.Runner();
        var channel = Find(runner, "repositories")!;
        using (var initial = await channel.Initial(Cancellation)) initial.RowCount.Should().Be(0);
        await using var frames = channel.Run(Cancellation).GetAsyncEnumerator(Cancellation);

        (await NextAsync(frames)).Should().Be(0);
        await fixture.Store.Repositories.UpsertAsync(new RepositoryState { Name = "new", Url = "https://example.org/new.git" }, Cancellation);
        (await NextAsync(frames)).Should().Be(1);
    }

    [Fact]
    public async Task Applications_are_all_at_first_and_then_those_that_changed_or_are_gone()
    {
        var seed = new LedgerSeed(fixture.Store);
        var (web, api) = (await seed.ApplicationAsync("web", ("cluster", "a")), await seed.ApplicationAsync("api", ("cluster", "a")));
        await seed.ApplicationAsync("other", ("cluster", "b"));
        using var runner = fixture.Runner();
        var channel = Find(runner, "sync_status/cluster=a")!;
        using (var initial = await channel.Initial(Cancellation)) initial.RowCount.Should().Be(2);
        await using var frames = channel.Run(Cancellation).GetAsyncEnumerator(Cancellation);
        (await RowsAsync(frames)).Should().Equal("api Synced Healthy ", "web Synced Healthy ");

        await seed.ChangeAsync(web, $"sync = {(int)SyncStatus.OutOfSync}");
        (await RowsAsync(frames)).Should().Equal("web OutOfSync Healthy ");

        // Several changes while nobody reads come as one frame, each row once and as it is now.
        await seed.ChangeAsync(web, $"sync = {(int)SyncStatus.Synced}");
        await seed.ChangeAsync(web, $"health = {(int)HealthStatus.Degraded}");
        await seed.ChangeAsync(api, "deleted_at = 5000");
        (await RowsAsync(frames)).Should().Equal("web Synced Degraded ", "api Synced Healthy 5000");

        // A row that the filter no longer lets through goes away too.
        await seed.ChangeAsync(web, "cluster = 'b'");
        (await RowsAsync(frames)).Should().Equal($"web Synced Degraded {QueryFixture.Now.ToUnixTimeMilliseconds()}");
    }

    [Fact]
    public async Task Applications_that_a_source_records_reach_a_subscriber()
    {
        using var runner = fixture.Runner();
        await using var frames = Find(runner, "sync_status/cluster=hub")!.Run(Cancellation).GetAsyncEnumerator(Cancellation);
        (await RowsAsync(frames)).Should().BeEmpty();

        await fixture.Store.Applications.RecordAsync([Looks.Look(0)], Cancellation);

        (await RowsAsync(frames)).Should().ContainSingle();
    }

    [Theory]
    [InlineData("sync_status", true)]
    [InlineData("sync_status/environment=production/environment=staging/application=web", true)]
    [InlineData("sync_status/environment=", false)]
    [InlineData("sync_status/environments=production", false)]
    [InlineData("sync_status/limit=3", false)]
    [InlineData("sync_status/", false)]
    [InlineData("commits", false)]
    [InlineData("", false)]
    public void Channel_that_does_not_exist_is_not_found(string path, bool exists)
    {
        using var runner = fixture.Runner();
        (Find(runner, path) is not null).Should().Be(exists);
    }

    [Fact]
    public async Task Applications_that_grow_stale_are_told_although_nothing_was_written()
    {
        var clock = new FakeTimeProvider(QueryFixture.Now);
        await new LedgerSeed(fixture.Store).ApplicationAsync(
            "aging", ("cluster", "old"), ("look_interval", TimeSpan.FromMinutes(3)), ("last_looked", QueryFixture.Now));
        using var runner = fixture.Runner();
        await using var frames = Find(runner, "sync_status/cluster=old", clock)!.Run(Cancellation).GetAsyncEnumerator(Cancellation);
        (await RowsAsync(frames, "application", "stale")).Should().Equal("aging False");

        var stale = RowsAsync(frames, "application", "stale");
        await clock.AdvanceUntilAsync(TimeSpan.FromMinutes(10), stale);

        (await stale).Should().Equal("aging True");
    }

    private LiveChannel? Find(QueryRunner runner, string path, TimeProvider? time = null) =>
        new LiveChannels(fixture.Stores, runner, WebLinks.None, 100, time ?? new SettableClock(QueryFixture.Now)).Find(path);

    private static async Task<int> NextAsync(IAsyncEnumerator<Frame> frames)
    {
        (await frames.MoveNextAsync()).Should().BeTrue();
        using var frame = frames.Current;
        return frame.RowCount;
    }

    private static Task<List<string>> RowsAsync(IAsyncEnumerator<Frame> frames) => RowsAsync(frames, "application", "sync", "health", "deleted");

    private static async Task<List<string>> RowsAsync(IAsyncEnumerator<Frame> frames, params string[] columns)
    {
        (await frames.MoveNextAsync()).Should().BeTrue();
        using var frame = frames.Current;
        var answer = new AnswerFrame(QueryFixture.Json(frame));
        return [.. Enumerable.Range(0, frame.RowCount).Select(row => string.Join(' ', columns.Select(column => answer.Texts(column)[row])))];
    }
}
