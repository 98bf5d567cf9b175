using GrafanaGitOps.Protocol.Frames;
using GrafanaGitOps.Service.Configuration;
using GrafanaGitOps.Service.Events;
using GrafanaGitOps.Service.Plugin;
using GrafanaGitOps.Service.Queries;
using GrafanaGitOps.Service.Queries.Syncs;
using GrafanaGitOps.Service.Queries.Applications;
using GrafanaGitOps.Service.Storage;
using GrafanaGitOps.Service.Storage.Leading;
using GrafanaGitOps.Service.Telemetry;
using GrafanaGitOps.Service.Tests.Storage;
using GrafanaGitOps.Service.Tests.Storage.Leading;
using static GrafanaGitOps.Service.Tests.Storage.Looks;

namespace GrafanaGitOps.Service.Tests.Plugin;

/// <summary>A replica that does not collect, while another one does.</summary>
public sealed class FollowerTests : IAsyncLifetime
{
    private readonly TestLogs _logs = new();
    private readonly ServiceMetrics _metrics = new();
    private TestPostgres _database = null!;
    private Replica _leader = null!;
    private Replica _follower = null!;
    private QueryRunner _queries = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestPostgres.CreateAsync(Cancellation);
        var storage = new StorageOptions { Postgres = _database.Connection, LeaderInterval = TimeSpan.FromSeconds(1) };
        _leader = new Replica(storage, _logs, (_, token) => Wait.UntilCancelledAsync(token));
        await _leader.BecomesAsync(ReplicaRole.Leader);
        _follower = new Replica(storage, _logs, (_, token) => Wait.UntilCancelledAsync(token));
        await _follower.BecomesAsync(ReplicaRole.Follower);
        _queries = new QueryRunner(_follower.Stores, WebLinks.None, new QueryOptions { Timeout = Wait.Patience }, _metrics, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _queries?.Dispose();
        if (_follower is not null) await _follower.DisposeAsync();
        if (_leader is not null) await _leader.DisposeAsync();
        if (_database is not null) await _database.DropAsync();
        _metrics.Dispose();
        _logs.Dispose();
    }

    [Fact]
    public async Task Answers_show_what_the_leader_has_written_since()
    {
        var store = await _leader.Stores.Opened;
        await store.Applications.RecordAsync([Look(9).With(Sync(1, "1.0.0"))], Cancellation);
        (await CountAsync(SyncEventsQuery.Definition), await CountAsync(SyncStatusQuery.Definition)).Should().Be((1, 1));

        await store.Applications.RecordAsync([Look(10).With(Sync(1, "1.0.0"), Sync(2, "2.0.0")), Look(10, "other", "uid-2")], Cancellation);

        (await CountAsync(SyncEventsQuery.Definition), await CountAsync(SyncStatusQuery.Definition)).Should().Be((2, 2));
    }

    [Fact]
    public async Task Subscribers_see_what_the_leader_writes()
    {
        var store = await _leader.Stores.Opened;
        var channels = new LiveChannels(_follower.Stores, _queries, WebLinks.None, 100, TimeProvider.System);
        await using var applications = channels.Find("sync_status/cluster=hub")!.Run(Cancellation).GetAsyncEnumerator(Cancellation);
        await using var repositories = channels.Find("repositories")!.Run(Cancellation).GetAsyncEnumerator(Cancellation);
        (await NextAsync(applications), await NextAsync(repositories)).Should().Be((0, 0));

        await store.Applications.RecordAsync([Look(9)], Cancellation);
        (await NextAsync(applications)).Should().Be(1);
        await store.Repositories.UpsertAsync(new RepositoryState { Name = "new", Url = "https://example.org/new.git" }, Cancellation);
        for (var count = 0; count == 0;) count = await NextAsync(repositories);
    }

    private async Task<int> CountAsync(QueryDefinition definition)
    {
        var frames = await _queries.RunAsync(new QueryRequest(definition) { Limit = 100 }, Cancellation);
        var count = frames.Sum(frame => frame.RowCount);
        foreach (var frame in frames) frame.Dispose();
        return count;
    }

    private static async Task<int> NextAsync(IAsyncEnumerator<Frame> frames)
    {
        (await frames.MoveNextAsync().AsTask().WaitAsync(Wait.Patience, Cancellation)).Should().BeTrue();
        using var frame = frames.Current;
        return frame.RowCount;
    }
}
